using System.Runtime.InteropServices;
using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Native;

/// <summary>
/// Standard input and output as bytes. Not Console's streams: those pass over a reader that has gone away, and take the terminal over.
/// </summary>
internal static class Descriptors
{
    /// <summary>What a pipe that is ready takes without blocking (PIPE_BUF).</summary>
    private const int AtOnce = 4096;

    private const int CheckEveryMilliseconds = 100;

    public static bool IsTerminal(int descriptor) => LibC.isatty(descriptor) == 1;

    /// <summary>To standard output. Waits for a slow reader, but not after a cancellation. Ends the command quietly when the reader has gone.</summary>
    public static void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellation) =>
        Write(LibC.StandardOutput, bytes, cancellation);

    public static void Write(int descriptor, ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        Span<LibC.PollDescriptor> output = [new() { Descriptor = descriptor, Wanted = LibC.PollDescriptor.Writable }];
        while (!bytes.IsEmpty)
        {
            cancellation.ThrowIfCancellationRequested();
            if (LibC.poll(output, 1, CheckEveryMilliseconds) == 0)
            {
                continue;
            }

            var written = LibC.write(descriptor, bytes, (nuint)Math.Min(bytes.Length, AtOnce));
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
            }
            else if (Marshal.GetLastPInvokeError() is var error && error == LibC.Epipe)
            {
                throw new ReaderGoneException();
            }
            else if (error is not (LibC.Eintr or LibC.Eagain))
            {
                throw new Failure($"Standard output can't be written ({Marshal.GetPInvokeErrorMessage(error)})");
            }
        }
    }

    /// <returns>How many bytes; 0 at the end.</returns>
    public static int Read(Span<byte> buffer)
    {
        while (true)
        {
            var count = LibC.read(LibC.StandardInput, buffer, (nuint)buffer.Length);
            if (count >= 0)
            {
                return (int)count;
            }

            if (Marshal.GetLastPInvokeError() != LibC.Eintr)
            {
                return 0;
            }
        }
    }
}
