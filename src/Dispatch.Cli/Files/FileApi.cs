using System.Net;
using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Files;

namespace Dispatch.Cli.Files;

/// <summary>The server's file endpoints.</summary>
internal static class FileApi
{
    private static readonly TimeSpan LongestPart = TimeSpan.FromMinutes(10);

    /// <summary>Null when there is nothing.</summary>
    public static async Task<FileDetails?> FindAsync(ServerConnection connection, Place place, CancellationToken cancellation)
    {
        try
        {
            return await connection.GetAsync(Url(place, "/info"), Wire.Default.FileDetails, cancellation);
        }
        catch (Refused refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public static async IAsyncEnumerable<FileEntry> ListAsync(
        ServerConnection connection, Place place, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string? after = null; ;)
        {
            var part = await connection.GetAsync(
                Url(place, "") + (after is null ? "" : "&after=" + Uri.EscapeDataString(after)), Wire.Default.FolderListing, cancellation);
            foreach (var entry in part.Entries)
            {
                yield return entry;
            }

            if (part.Next is null)
            {
                yield break;
            }

            after = part.Next;
        }
    }

    public static async Task MakeFolderAsync(ServerConnection connection, Place place, CancellationToken cancellation)
    {
        try
        {
            await connection.SendAsync(
                HttpMethod.Post, Base(place) + "/folders", new MakeFolder(place.Path), Wire.Default.MakeFolder, Wire.Default.FileDetails, cancellation);
        }
        catch (Refused refused) when (refused.Status == HttpStatusCode.Conflict)
        {
            if (await FindAsync(connection, place, cancellation) is not ({ Kind: FileKind.Folder } or { LinksTo: LinkTarget.Folder }))
            {
                throw;
            }
        }
    }

    public static Task<FileDetails> CopyAsync(ServerConnection connection, Place from, Place to, CancellationToken cancellation) => connection.SendAsync(
        HttpMethod.Post, Base(from) + "/copy", new MoveFile(from.Path, to.Path), Wire.Default.MoveFile, Wire.Default.FileDetails, cancellation);

    public static Task<FileDetails> SetModeAsync(ServerConnection connection, Place place, int mode, CancellationToken cancellation) => connection.SendAsync(
        HttpMethod.Post, Base(place) + "/mode", new SetFileMode(place.Path, mode), Wire.Default.SetFileMode, Wire.Default.FileDetails, cancellation);

    public static Task<Upload> BeginAsync(ServerConnection connection, Place place, long size, bool replace, CancellationToken cancellation) => connection.SendAsync(
        HttpMethod.Post, Base(place) + "/uploads", new BeginUpload(place.Path, size, replace), Wire.Default.BeginUpload, Wire.Default.Upload, cancellation);

    public static Task<Upload> GetAsync(ServerConnection connection, Place place, string id, CancellationToken cancellation) =>
        connection.GetAsync($"{Base(place)}/uploads/{id}", Wire.Default.Upload, cancellation);

    public static Task<Upload> SendAsync(ServerConnection connection, Place place, string id, long offset, HttpContent part, CancellationToken cancellation)
    {
        part.Headers.ContentType = new("application/octet-stream");
        return connection.SendAsync(HttpMethod.Patch, $"{Base(place)}/uploads/{id}?offset={offset}", part, Wire.Default.Upload, cancellation, LongestPart);
    }

    public static Task<FileDetails> FinishAsync(ServerConnection connection, Place place, string id, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, $"{Base(place)}/uploads/{id}/done", null, Wire.Default.FileDetails, cancellation, LongestPart);

    public static async Task CancelAsync(ServerConnection connection, Place place, string id, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, $"{Base(place)}/uploads/{id}", null, cancellation);
    }

    public static string Url(Place place, string action) => $"{Base(place)}{action}?path={Uri.EscapeDataString(place.Path)}";

    private static string Base(Place place) => $"/api/workspaces/{Uri.EscapeDataString(place.Workspace!)}/files";
}
