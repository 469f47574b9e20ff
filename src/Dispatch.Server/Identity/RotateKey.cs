using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary><c>--rotate-key</c>: for a lost key. Works beside a running server, which takes it over at once.</summary>
internal static class RotateKey
{
    public static async Task<string> RunAsync(ServerOptions options, TimeProvider time, CancellationToken cancellation)
    {
        if (options.Key is { } given)
        {
            throw new StartException($"The access key comes from {given.Variable}, so rotating would change nothing: give that variable a new value and restart the server, or unset it first.");
        }

        if (options.Database is null && !File.Exists(options.Data.ServerDatabase))
        {
            throw new StartException($"No server was ever started with the data folder {options.Data.Root}, so there is no key to rotate; dispatch start makes the first.");
        }

        await using var database = await DatabaseSetup.OpenAsync(options, time, cancellation);
        var foundation = await new FoundationStore(database).FindAsync(cancellation)
            ?? throw new StartException($"The database {database.Location} has no owner yet, so there is no key to rotate; dispatch start makes the first.");
        DataFolderSetup.Prepare(options.Data);
        var key = new AccessKey(options.Data, new PrincipalStore(database), time);
        await key.EnsureAsync(foundation.Owner, cancellation);
        if (await key.FileDiffersAsync(foundation.Owner, cancellation))
        {
            throw new StartException($"The key in {options.Data.AccessKeyFile} is not that of the database {database.Location}: name the server's own with --database or {CommandLine.DatabaseVariable}, or remove that file if the key is lost.");
        }

        return await key.ReplaceAsync(foundation.Owner, cancellation);
    }
}
