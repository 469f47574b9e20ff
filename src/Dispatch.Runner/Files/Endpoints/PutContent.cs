using System.IO.Pipelines;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions.Endpoints;
using Microsoft.Win32.SafeHandles;

namespace Dispatch.Runner.Files.Endpoints;

internal static class PutContent
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/content", HandleAsync)
            .RequireCapability(Capabilities.FileWrite)
            .WithName("putFileContent").WithSummary("Write a file, whole or not at all")
            .WithDescription(
                "The body is the content. With If-Match only over the revision that it names, with If-None-Match: * only where nothing is; with neither whatever is there. " +
                "Permissions are kept, and a link stays a link: what it leads to is written.")
            .Accepts<byte[]>("application/octet-stream", "text/plain")
            .Produces<FileDetails>()
            .Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Stale, ErrorKind.Unavailable);

    private static async Task<IResult> HandleAsync(string workspace, string? path, HttpContext http, WorkspaceFolders folders, CancellationToken cancellation)
    {
        var asked = FilePath.Parse(path);
        var match = http.Request.GetTypedHeaders().IfMatch is [var tag, ..] ? tag.Tag.ToString().Trim('"') : null;
        var create = http.Request.Headers.IfNoneMatch == "*";
        using var root = folders.Open(workspace);
        using var target = WriteTarget.Find(root, asked, create);
        Accept(target.TryStat());
        http.AllowLargeBody();
        using var file = NewFile.Create(target);
        await CopyAsync(http.Request.BodyReader, file.File, 0, asked.Text, cancellation);
        file.Place(Accept);
        return Results.Ok(Entries.Details(root, asked));

        void Accept(FileStat? there)
        {
            if (there is null ? match is not null : match is not null && match != there.Value.Revision)
            {
                throw FileFault.Changed(asked.Text);
            }

            if (there is { } stat)
            {
                FileRoot.RequireFile(stat, asked.Text);
                _ = create ? throw FileFault.Exists(asked.Text) : true;
            }
        }
    }

    /// <returns>How many bytes there were.</returns>
    public static async Task<long> CopyAsync(PipeReader body, SafeFileHandle file, long offset, string path, CancellationToken cancellation, long most = long.MaxValue)
    {
        var start = offset;
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            try
            {
                if (offset - start + read.Buffer.Length > most)
                {
                    throw FileFault.TooLarge(path, "more bytes came than were announced");
                }

                NewFile.Write(file, read.Buffer, offset, path);
                offset += read.Buffer.Length;
            }
            finally
            {
                // Also of what is refused: else the rest couldn't be read away, and whoever sends it would see a broken connection instead of the reason.
                body.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted)
            {
                return offset - start;
            }
        }
    }
}
