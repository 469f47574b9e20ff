using BenchmarkDotNet.Attributes;

namespace Dispatch.Terminal.Benchmarks;

/// <summary>Each corpus through a fresh terminal of 80 by 24 with 5,000 lines of scrollback.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    /// <summary>Bytes at a time.</summary>
    public const int Piece = 64 * 1024;

    private byte[] _corpus = [];

    [Params("plain", "colour", "cursor", "unicode", "seq", "regions")]
    public string Corpus { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _corpus = Corpora.Make(Corpus);

    [Benchmark]
    public Emulator Write()
    {
        var terminal = new Emulator(new EmulatorOptions());
        for (var at = 0; at < _corpus.Length; at += Piece)
        {
            terminal.Write(_corpus.AsSpan(at, Math.Min(Piece, _corpus.Length - at)));
        }

        return terminal;
    }
}
