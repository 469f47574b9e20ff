using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol.Files;

namespace Dispatch.Cli.Files;

/// <summary>A workspace's files onto this machine: each has its name once it is whole.</summary>
internal sealed class Downloading(ServerConnection connection, CopyProgress progress, bool replace)
{
    private const int Attempts = 6;

    public async Task FolderAsync(Place from, string to, CancellationToken cancellation)
    {
        Try(to, () => Directory.CreateDirectory(to));
        await foreach (var entry in FileApi.ListAsync(connection, from, cancellation))
        {
            var name = entry.Name;
            if (name.Contains('/', StringComparison.Ordinal) || name is "." or ".." or "")
            {
                throw new Failure("The server named a file so that it would lie somewhere else. Nothing more is copied from it");
            }

            if (entry.Kind == FileKind.Folder)
            {
                await FolderAsync(from.Child(name), Path.Combine(to, name), cancellation);
            }
            else if (entry is { Kind: FileKind.Link, Target: { } target })
            {
                var link = Path.Combine(to, name);
                Try(link, () =>
                {
                    Free(link);
                    File.CreateSymbolicLink(link, target);
                });
                progress.Copied(0);
            }
            else if (entry.Kind == FileKind.File)
            {
                await FileAsync(from.Child(name), Path.Combine(to, name), entry.Mode, cancellation);
            }
        }
    }

    public async Task FileAsync(Place from, string to, int mode, CancellationToken cancellation)
    {
        Free(to);
        var part = $"{to}.{Environment.ProcessId}.part";
        try
        {
            long size;
            await using (var file = Try(part, () => new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None)))
            {
                size = await ReceiveAsync(from, file, cancellation);
            }

            Try(to, () =>
            {
                File.SetUnixFileMode(part, (UnixFileMode)(mode & 0x1FF));
                File.Move(part, to, overwrite: replace);
            });
            progress.Copied(size);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task<long> ReceiveAsync(Place from, FileStream file, CancellationToken cancellation)
    {
        var backoff = new Backoff();
        string? tag = null;
        for (var failed = 0; ;)
        {
            try
            {
                using var answer = await connection.OpenAsync(FileApi.Url(from, "/content"), file.Position, cancellation);
                if (file.Position > 0 && answer.Headers.ETag?.Tag != tag)
                {
                    throw new Failure($"'{from}' changed while it was copied. Copy it again");
                }

                tag = answer.Headers.ETag?.Tag;
                await CopyAsync(from, answer.Content, file, cancellation);
                return file.Position;
            }
            catch (IOException e) when (e is not FileNotFoundException && ++failed < Attempts)
            {
                await Task.Delay(backoff.Next(), cancellation);
            }
            catch (HttpRequestException) when (++failed < Attempts)
            {
                await Task.Delay(backoff.Next(), cancellation);
            }
        }
    }

    private async Task CopyAsync(Place from, HttpContent content, FileStream file, CancellationToken cancellation)
    {
        var total = file.Position + (content.Headers.ContentLength ?? 0);
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[128 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            try
            {
                file.Write(buffer, 0, count);
            }
            catch (IOException e)
            {
                throw new Failure($"'{file.Name}' can't be written ({e.Message.TrimEnd('.')}). Make room, or choose another place");
            }

            progress.Moved(from.Name, file.Position, total);
        }
    }

    private void Free(string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            throw new Failure($"'{path}' is a folder, and a file is to be there. Choose another place");
        }

        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            if (!replace)
            {
                throw new Failure($"'{path}' is there already. Leave out --no-clobber to replace it");
            }

            if (new FileInfo(path).LinkTarget is not null)
            {
                File.Delete(path);
            }
        }
    }

    private static void Try(string path, Action action) => Try(path, () =>
    {
        action();
        return true;
    });

    private static T Try<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"'{path}' can't be written ({e.Message.TrimEnd('.')}). Choose another place");
        }
    }
}
