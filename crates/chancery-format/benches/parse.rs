//! What reading a cable costs, step by step, against a plain pass over the same bytes.
//!
//! `cargo bench -p chancery-format` reads the cables beside the checkout (`../shared/corpus`) where there are any, and
//! the invented ones of `corpus/standard` elsewhere; `CHANCERY_BENCH` names another folder. Throughput is that of the text of the cables; `unwrap` alone counts
//! the bytes of their files. Memory comes from the allocator that the program has.

#![expect(clippy::print_stderr, reason = "a bench talks to whoever runs it")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use chancery_format::testing::stages;
use chancery_format::{Document, Hints, parse, read};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mimalloc::MiMalloc;

/// The one of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The files of a folder and the folders in it, in order.
fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, into);
        } else if path
            .extension()
            .is_some_and(|ext| ext == "html" || ext == "txt")
        {
            into.push(path);
        }
    }
}

fn sources() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    let named = std::env::var_os("CHANCERY_BENCH").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root.join("../shared/corpus"));
    files(&folder, &mut paths);
    if paths.is_empty() {
        eprintln!("no cables beside the checkout: the invented ones of corpus/standard are read");
        files(&root.join("corpus/standard"), &mut paths);
    }
    paths
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let sources = sources();
    let documents: Vec<Document> = sources
        .iter()
        .map(|bytes| read(bytes, &Hints::default()))
        .collect();
    let texts: Vec<&str> = documents
        .iter()
        .map(|document| &*document.text)
        .filter(|text| !text.is_empty())
        .collect();
    let n_bytes: usize = texts.iter().map(|text| text.len()).sum();
    eprintln!("{} cables, {n_bytes} bytes of text", texts.len());

    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(n_bytes as u64));
    let mut each = |name: &str, work: &dyn Fn(&str) -> usize| {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                texts
                    .iter()
                    .map(|text| work(black_box(text)))
                    .sum::<usize>()
            });
        });
    };
    // The yardstick: the least that anything must do that reads lines.
    each("yardstick: split lines", &|text| {
        text.split('\n').map(|line| line.len() & 1).sum()
    });
    each("1 lines", &stages::lines);
    each("2 layout", &stages::layout);
    each("3 head", &stages::head);
    each("4 parse", &|text| parse(text).cable.paragraphs.len());
    each("5 record", &|text| {
        read(text.as_bytes(), &Hints::default())
            .record()
            .paragraphs
            .len()
    });
    group.finish();

    let n_bytes: usize = sources.iter().map(Vec::len).sum();
    let mut group = criterion.benchmark_group("file");
    group.throughput(Throughput::Bytes(n_bytes as u64));
    group.bench_function("unwrap and parse", |bencher| {
        bencher.iter(|| {
            let read = |bytes| read(black_box(bytes), &Hints::default()).lines.len();
            sources.iter().map(|bytes| read(bytes)).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = bench
}
criterion_main!(benches);
