using System.Text;

namespace Dispatch.Terminal.Benchmarks;

/// <summary>What a terminal takes, from many of them: the heap after a collection, by their number.</summary>
internal static class Memory
{
    public static long Idle() => Each(200, _ => { });

    /// <summary>5,000 lines of 80 characters above the screen.</summary>
    public static long Full() => Each(20, terminal =>
    {
        var random = new Random(Corpora.Seed);
        var line = new byte[82];
        for (var n = 0; n < 5024; n++)
        {
            for (var x = 0; x < 80; x++)
            {
                line[x] = (byte)random.Next(0x21, 0x7F);
            }

            "\r\n"u8.CopyTo(line.AsSpan(80));
            terminal.Write(line);
        }

        if (terminal.ScrollbackLines != 5000)
        {
            throw new InvalidOperationException($"The terminal keeps {terminal.ScrollbackLines} lines.");
        }
    });

    private static long Each(int count, Action<Emulator> use)
    {
        Use(new Emulator(new EmulatorOptions()), use);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var terminals = new List<Emulator>(count);
        for (var i = 0; i < count; i++)
        {
            terminals.Add(Use(new Emulator(new EmulatorOptions()), use));
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(terminals);
        return (after - before) / count;
    }

    // A prompt, as an idle terminal has one.
    private static Emulator Use(Emulator terminal, Action<Emulator> use)
    {
        use(terminal);
        terminal.Write(Encoding.UTF8.GetBytes("\e]0;shell\a\e[1;32muser@host\e[0m:\e[34m~\e[0m$ "));
        return terminal;
    }
}
