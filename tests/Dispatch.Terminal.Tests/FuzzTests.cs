using System.Globalization;
using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>
/// Whatever is written: no exception, no hang, bounded memory. A few megabytes here; <c>./bench terminal-fuzz</c> writes a hundred of each.
/// </summary>
public sealed class FuzzTests
{
    private const long Kilo = 1024, Mega = Kilo * Kilo;

    private static readonly long Size =
        (int.TryParse(Environment.GetEnvironmentVariable("DISPATCH_FUZZ_MEGABYTES"), CultureInfo.InvariantCulture, out var megabytes) ? megabytes : 1) * Mega;

    // A hundred times what it takes: slower than that is a hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60 + (10 * Size / Mega));

    /// <summary>What a terminal of at most 200 columns, 60 rows and 500 lines may take, whatever was written to it.</summary>
    private const long MostMemory = 16 * Mega;

    [Fact]
    public Task Random_bytes_do_no_harm() => InTimeAsync(() =>
    {
        var random = new Random(1);
        var bytes = new byte[64 * Kilo];
        for (var written = 0L; written < Size;)
        {
            var (before, terminal) = (GC.GetTotalMemory(true), Random(random));
            for (var i = 0; i < 64 && written < Size; i++, written += bytes.Length)
            {
                random.NextBytes(bytes);
                terminal.Write(bytes);
                terminal.Emulator.Resize(random.Next(1, 200), random.Next(1, 60));
                Invariants.Check(terminal.Emulator);
            }

            CheckMemory(terminal, before);
        }
    });

    [Fact]
    public Task Made_up_streams_do_no_harm() => InTimeAsync(() =>
    {
        var random = new Random(2);
        for (var written = 0L; written < Size / 2;)
        {
            var (before, terminal) = (GC.GetTotalMemory(true), Random(random));
            for (var i = 0; i < 8; i++, written += 16 * Kilo)
            {
                terminal.Write(Streams.Made(random.Next(), (int)(16 * Kilo)));
                Invariants.Check(terminal.Emulator);
            }

            CheckMemory(terminal, before);
        }
    });

    [Fact]
    public Task Changed_real_streams_do_no_harm() => InTimeAsync(() =>
    {
        var random = new Random(3);
        byte[][] real = [.. Fixtures.Names.Select(Fixtures.Input), .. Recording.Pieces(4096)];
        for (var written = 0L; written < Size;)
        {
            var (before, terminal) = (GC.GetTotalMemory(true), Random(random));
            for (var i = 0; i < 100 && written < Size; i++)
            {
                var bytes = Streams.Mutated(real[random.Next(real.Length)], random);
                terminal.Write(bytes);
                written += bytes.Length;
            }

            Invariants.Check(terminal.Emulator);
            CheckMemory(terminal, before);
        }
    });

    [Theory]
    [InlineData("\e[99999b")]
    [InlineData("\e[99999@")]
    [InlineData("\e[99999P")]
    [InlineData("\e[99999X")]
    [InlineData("\e[99999L")]
    [InlineData("\e[99999M")]
    [InlineData("\e[99999S")]
    [InlineData("\e[99999T")]
    [InlineData("\e[99999I")]
    [InlineData("\e[99999Z")]
    [InlineData("\e[99999'}")]
    [InlineData("\e[99999'~")]
    [InlineData("\e[99999 @")]
    [InlineData("\e[99999 A")]
    [InlineData("\e[?45h\e[99999D")]
    [InlineData("\e[99999;99999;99999;99999H")]
    [InlineData("\e[1;1;999;999;1;2;2;1$v")]
    [InlineData("\e[35;1;1;99999;99999$x")]
    [InlineData("\e[1;1;99999;99999;1;4;5;7$t")]
    [InlineData("\e[?69h\e[2;999s\e[99999L")]
    [InlineData("\e[1;1;1;1;99999;99999*y")]
    [InlineData("\e#8")]
    public void Huge_counts_end_soon_on_the_largest_screen(string sequence)
    {
        var terminal = new TestTerminal(EmulatorOptions.MaximumSize, EmulatorOptions.MaximumSize, new EmulatorOptions { AllowChecksum = true });
        for (var i = 0; i < 10; i++)
        {
            terminal.Write("漢x").Write(sequence);
        }

        Invariants.Check(terminal.Emulator);
    }

    [Theory]
    [InlineData("styles", 24)]
    [InlineData("clusters", 24)]
    [InlineData("links", 24)]
    [InlineData("titles", 8)]
    [InlineData("pushes", 8)]
    [InlineData("an endless string", 8)]
    [InlineData("an endless device string", 8)]
    [InlineData("one endless cluster", 8)]
    [InlineData("lines of clusters", 40)]
    [InlineData("lines of styles", 40)]
    public void Memory_is_bounded(string what, int megabytes)
    {
        var before = GC.GetTotalMemory(true);
        var terminal = new Emulator(new EmulatorOptions());
        var length = Math.Max(4 * Mega, Size);
        for (long written = 0, i = 0; written < length; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Hostile(what, i));
            terminal.Write(bytes);
            written += bytes.Length;
        }

        var taken = GC.GetTotalMemory(true) - before;

        GC.KeepAlive(terminal);
        Assert.True(taken < megabytes * Mega, $"{what} took {taken / Kilo} kB.");
    }

    private static string Hostile(string what, long i) => what switch
    {
        "styles" => $"\e[38;2;{i & 255};{i >> 8 & 255};{i >> 16 & 255}mx",
        "clusters" => $"a{(char)(0x300 + (i % 100))}{(char)(0x300 + (i / 100 % 100))}{(char)(0x300 + (i / 10000 % 100))}",
        "links" => $"\e]8;id={i};http://example.org/{i}\e\\x",
        "titles" => $"\e]0;{new string('t', 2000)}{i}\a\e[22t",
        "pushes" => $"\e[{i % 50}m\e[#{{\e[>{i % 32}u\e[?{i % 3000}s\e]4;{i % 300};#{i & 0xFFFFFF:x6}\a",
        "an endless string" => i == 0 ? "\e]52;c;" : new string('A', 4000),
        "an endless device string" => i == 0 ? "\eP$q" : new string('A', 4000),
        "one endless cluster" => i == 0 ? "\e[?2027ha" : new string('\u0301', 1000),
        "lines of clusters" => string.Concat(Enumerable.Repeat("e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309", 80)),
        _ => string.Concat(Enumerable.Range(0, 80).Select(x => $"\e[38;2;{i & 255};{x};{i >> 8 & 255};48;2;{x};1;2m漢")),
    };

    private static Task InTimeAsync(System.Action write) => Task.Run(write).WaitAsync(Patience);

    private static void CheckMemory(TestTerminal terminal, long before)
    {
        var taken = GC.GetTotalMemory(true) - before;
        GC.KeepAlive(terminal);
        Assert.True(taken < MostMemory, $"It took {taken / Kilo} kB.");
    }

    private static TestTerminal Random(Random random) =>
        new(random.Next(1, 200), random.Next(1, 60), new EmulatorOptions { Scrollback = random.Next(0, 500), AllowColumns = true, AllowChecksum = true });
}
