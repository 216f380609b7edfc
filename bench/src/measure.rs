//! What a run costs: seconds, processor seconds, memory, bytes on disk. Linux only, from `/proc`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A measurement of this process that goes on.
pub struct Watch {
    started: Instant,
    stop: Arc<AtomicBool>,
    peak_anonymous: Arc<AtomicU64>,
    sampler: Option<JoinHandle<()>>,
}

impl Watch {
    pub fn start() -> Watch {
        let stop = Arc::new(AtomicBool::new(false));
        let peak_anonymous = Arc::new(AtomicU64::new(0));
        let sampler = std::thread::spawn({
            let (stop, peak) = (Arc::clone(&stop), Arc::clone(&peak_anonymous));
            move || {
                while !stop.load(Ordering::Relaxed) {
                    peak.fetch_max(status_kilobytes("RssAnon:"), Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
        });
        Watch {
            started: Instant::now(),
            stop,
            peak_anonymous,
            sampler: Some(sampler),
        }
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// What it cost so far, as fields of JSON.
    pub fn cost(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut cost = serde_json::Map::new();
        cost.insert("seconds".into(), rounded(self.seconds()).into());
        cost.insert("cpu_seconds".into(), rounded(cpu_seconds()).into());
        let anonymous = self.peak_anonymous.load(Ordering::Relaxed);
        cost.insert(
            "peak_anonymous_mb".into(),
            (anonymous * 1024 / 1_000_000).into(),
        );
        let resident = status_kilobytes("VmHWM:");
        cost.insert(
            "peak_resident_mb".into(),
            (resident * 1024 / 1_000_000).into(),
        );
        cost
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(sampler) = self.sampler.take() {
            let _ = sampler.join();
        }
    }
}

fn status_kilobytes(label: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix(label))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// User and system time of the process; the kernel counts hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold blanks.
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .map_or("", |(_, rest)| rest)
        .split_whitespace()
        .collect();
    let ticks = |at: usize| -> f64 {
        fields
            .get(at)
            .and_then(|field| field.parse().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}

/// Length of all files of a folder.
pub fn bytes_on_disk(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => bytes_on_disk(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

/// To three places.
pub fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
