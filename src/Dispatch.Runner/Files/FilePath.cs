using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Files;

/// <summary>
/// A path inside a workspace, looked at before anything is opened: no step up, none from the root, none that is empty. That alone keeps
/// nobody inside, as a link may lead out: <see cref="Disk.FileRoot"/> sees to that.
/// </summary>
/// <param name="Text">With <c>/</c> between; empty for the workspace's folder.</param>
internal sealed record FilePath(string Text)
{
    private const int MostBytes = 4000;

    public static FilePath Root { get; } = new("");

    public bool IsRoot => Text.Length == 0;

    public FilePath Parent => Text.LastIndexOf('/') is var slash and > 0 ? new FilePath(Text[..slash]) : Root;

    public string Name => Text[(Text.LastIndexOf('/') + 1)..];

    public FilePath Child(string name) => new(IsRoot ? name : $"{Text}/{name}");

    public bool IsInside(FilePath folder) =>
        folder.IsRoot || (Text.StartsWith(folder.Text, StringComparison.Ordinal) && (Text.Length == folder.Text.Length || Text[folder.Text.Length] == '/'));

    /// <exception cref="FileFaultException">It can't be one.</exception>
    public static FilePath Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Root;
        }

        if (text[0] == '/')
        {
            throw FileFault.Outside(text);
        }

        // A folder's path may end in a slash.
        text = text[^1] == '/' ? text[..^1] : text;
        var total = 0;
        foreach (var part in text.AsSpan().Split('/'))
        {
            var name = text.AsSpan(part);
            if (name is "..")
            {
                throw FileFault.Outside(text);
            }

            if (name.IsEmpty || name is "." || name.Contains('\0') || FileName.ToBytes(name) is not { Length: <= FileName.MostBytes } bytes
                || bytes.AsSpan().ContainsAny((byte)'/', (byte)0))
            {
                throw FileFault.BadName(text);
            }

            total += bytes.Length + 1;
        }

        return total <= MostBytes ? new FilePath(text) : throw FileFault.BadName(text);
    }

    /// <summary>As a system call takes it: bytes that end in NUL.</summary>
    public byte[] ToNative() => ToNative(IsRoot ? "." : Text);

    public static byte[] ToNative(string text)
    {
        var bytes = FileName.ToBytes(text) ?? throw FileFault.BadName(text);
        Array.Resize(ref bytes, bytes.Length + 1);
        return bytes;
    }
}

/// <summary>Something asked of a file was refused; it becomes a problem in one place, <see cref="Endpoints.FileEndpoints"/>.</summary>
internal sealed class FileFaultException(Error error) : IOException(error.Message)
{
    public Error Error { get; } = error;
}
