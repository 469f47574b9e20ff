using System.Text.Json;
using Dispatch.Cli.Native;
using Dispatch.Protocol;

namespace Dispatch.Cli.Files;

/// <summary>How far a copy is: a line on a terminal that is written over, and the sum at the end.</summary>
internal sealed class CopyProgress(bool json)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    private readonly bool _shown = !json && Descriptors.IsTerminal(LibC.StandardError);
    private long _at;
    private int _width;

    public int Files { get; private set; }

    public long Bytes { get; private set; }

    public void Moved(string name, long done, long total)
    {
        if (!_shown || TimeProvider.System.GetElapsedTime(_at) < Often)
        {
            return;
        }

        _at = TimeProvider.System.GetTimestamp();
        var percent = total > 0 ? done * 100 / total : 100;
        Show($"{Commands.SafeText.Line(name)}  {ByteSize.Text(done)} of {ByteSize.Text(total)}  {percent} %");
    }

    public void Copied(long bytes)
    {
        Files++;
        Bytes += bytes;
    }

    public void End()
    {
        Show("");
        if (json)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                writer.WriteNumber("files", Files);
                writer.WriteNumber("bytes", Bytes);
                writer.WriteEndObject();
            }

            buffer.WriteByte((byte)'\n');
            Descriptors.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), CancellationToken.None);
        }
        else if (_shown)
        {
            Streams.Error.WriteLine($"{Files} {(Files == 1 ? "file" : "files")}, {ByteSize.Text(Bytes)}");
        }
    }

    private void Show(string line)
    {
        if (_shown)
        {
            Streams.Error.Write("\r" + line.PadRight(_width) + "\r");
            _width = line.Length;
        }
    }
}
