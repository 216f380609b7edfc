//! The `chancery` command.
//!
//! Arguments, the terminal, exit codes and the wiring of the libraries; every answer comes from them. One file per
//! subcommand in `commands/`, what they print in `render/`, where they print it in `terminal`.

mod allocator;
mod archive_folder;
mod cli;
mod commands;
mod error;
mod input;
mod interrupt;
mod render;
mod terminal;

fn main() -> std::process::ExitCode {
    cli::run().into()
}
