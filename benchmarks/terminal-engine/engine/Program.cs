using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Running;
using Dispatch.Terminal;
using Dispatch.Terminal.Benchmarks;

// corpora FOLDER writes them; measure FOLDER NAME writes one through a terminal and prints its seconds; memory prints what terminals
// take; without a word, BenchmarkDotNet.
switch (args)
{
    case ["corpora", var folder]:
        Directory.CreateDirectory(folder);
        foreach (var name in Corpora.Names)
        {
            File.WriteAllBytes(Path.Combine(folder, name), Corpora.Make(name));
        }

        break;
    case ["measure", var folder, .. var names]:
        foreach (var name in names)
        {
            var (seconds, allocated) = Measure(File.ReadAllBytes(Path.Combine(folder, name)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {seconds:F6} {allocated}"));
        }

        break;
    case ["memory"]:
        Console.WriteLine($"idle {Memory.Idle()}");
        Console.WriteLine($"full {Memory.Full()}");
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}

// In pieces as they come from a terminal's other side. The compiler takes the best part of a second over what runs often: rounds before
// that don't count; then the shortest of five.
static (double Seconds, long Allocated) Measure(byte[] corpus)
{
    var best = double.MaxValue;
    long allocated = 0;
    var start = Stopwatch.StartNew();
    for (var counted = 0; counted < 5;)
    {
        var warm = start.Elapsed.TotalSeconds > 1.5;
        var terminal = new Emulator(new EmulatorOptions());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var at = 0; at < corpus.Length; at += EngineBenchmarks.Piece)
        {
            terminal.Write(corpus.AsSpan(at, Math.Min(EngineBenchmarks.Piece, corpus.Length - at)));
        }

        var seconds = watch.Elapsed.TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (warm)
        {
            best = Math.Min(best, seconds);
            counted++;
        }
    }

    return (best, allocated);
}
