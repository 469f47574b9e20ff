using System.Text;

namespace Dispatch.Cli.Native;

/// <summary>Standard output and error as text. Not <see cref="Console"/>'s: those put the terminal into application mode and leave it there.</summary>
internal static class Streams
{
    public static TextWriter Out { get; } = Open(LibC.StandardOutput);

    public static TextWriter Error { get; } = Open(LibC.StandardError);

    /// <summary>A line from standard input; null at its end.</summary>
    public static string? ReadLine()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        return input.ReadLine();
    }

    private static StreamWriter Open(int descriptor) =>
        new(new DescriptorStream(descriptor), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
