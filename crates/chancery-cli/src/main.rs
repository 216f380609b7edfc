//! The `chancery` command.
//!
//! Arguments, the terminal, exit codes and the wiring of the libraries; every answer comes from them. One file per
//! subcommand in `commands/`, what they print in `render/`, where they print it in `terminal`.

mod archive_folder;
mod cli;
mod commands;
mod error;
mod input;
mod interrupt;
mod render;
mod terminal;

/// What is made of a cable on one thread is let go of on another, thousands of times a second: the allocator of most
/// systems takes a tenth of an ingest for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run().into()
}
