using System.Text;
using Dispatch.Cli.Attach;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Workspaces;

/// <summary>A value that nobody is to read over a shoulder, in a list of processes or in a shell's history.</summary>
internal static class SecretInput
{
    private const int Longest = 64 * 1024;
    private const byte Interrupt = 3, EndOfInput = 4, Backspace = 8, LineFeed = 10, Return = 13, Delete = 127;

    public static string Read(string name)
    {
        // Not by Console: what it opens sets the terminal to show what is typed.
        if (!Descriptors.IsTerminal(LibC.StandardInput))
        {
            return Text(ReadAll());
        }

        try
        {
            // Before it is asked for: whoever is fast isn't seen either.
            using var raw = RawMode.Enter();
            Streams.Error.Write($"Value of {SafeText.Line(name)}: ");
            return Text(ReadLine());
        }
        finally
        {
            Streams.Error.WriteLine();
        }
    }

    private static byte[] ReadAll()
    {
        using var all = new MemoryStream();
        var piece = new byte[4096];
        while (Descriptors.Read(piece) is > 0 and var read)
        {
            all.Write(piece, 0, read);
            if (all.Length > Longest)
            {
                throw new Failure("Standard input is longer than any variable may be. Put it into a file, and the file's path into the variable");
            }
        }

        // The end of the only line isn't part of it: echo and most files have one.
        var value = all.ToArray();
        return value is [.., (byte)'\n'] ? value[..^1] : value;
    }

    private static byte[] ReadLine()
    {
        var typed = new List<byte>();
        var key = new byte[1];
        while (Descriptors.Read(key) > 0)
        {
            switch (key[0])
            {
                case EndOfInput or LineFeed or Return:
                    return [.. typed];
                case Interrupt:
                    throw new Failure("Nothing was set", ExitCodes.Interrupted);
                case Backspace or Delete:
                    while (typed.Count > 0 && (typed[^1] & 0xC0) == 0x80)
                    {
                        typed.RemoveAt(typed.Count - 1);
                    }

                    if (typed.Count > 0)
                    {
                        typed.RemoveAt(typed.Count - 1);
                    }

                    break;
                default:
                    typed.Add(key[0]);
                    break;
            }
        }

        return [.. typed];
    }

    private static string Text(byte[] value)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(value);
        }
        catch (DecoderFallbackException)
        {
            throw new Failure("The value isn't UTF-8, and no variable of a workspace can be anything else. Encode it, with base64 for one");
        }
    }
}
