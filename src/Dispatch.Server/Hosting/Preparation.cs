using Dispatch.Protocol;
using Dispatch.Server.Forwarding;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Hosting;

/// <summary>
/// All that can keep a server from starting, looked at before it listens, the harmless looks first: what fails leaves nothing half-made.
/// Holds the data folder's lock until disposed of.
/// </summary>
internal sealed class Preparation : IAsyncDisposable
{
    private Preparation(LockFile held, ServerCertificate? certificate, IDatabase database, Foundation foundation)
    {
        Lock = held;
        Certificate = certificate;
        Database = database;
        Foundation = foundation;
        SigningKey = new SigningKey(foundation.SigningKeyId, foundation.SigningKey);
    }

    public ServerCertificate? Certificate { get; }
    public IDatabase Database { get; }
    public Foundation Foundation { get; }
    public SigningKey SigningKey { get; }

    /// <summary>What bringing the database to this program's schema did.</summary>
    public required Migrated Migrated { get; init; }

    private LockFile Lock { get; }

    public static async Task<Preparation> RunAsync(ServerOptions options, TimeProvider time, CancellationToken cancellation)
    {
        ChildSignals.Demand();
        var certificate = ServerCertificate.Load(options, time);
        DataFolderSetup.Prepare(options.Data);
        var held = await LockFile.TryTakeAsync(options.Data.ServerLock, time, cancellation)
            ?? throw new StartException($"Another server (process {LockFile.Holder(options.Data.ServerLock)}) runs on the data folder {options.Data.Root}; stop it with dispatch stop, or name another folder with --data DIR.");
        IDatabase? database = null;
        try
        {
            Listener.DemandFree(options);

            // Left by a server that was killed: the lock says that nobody listens there.
            File.Delete(options.Data.GatewaySocket);
            var migrated = new Migrated(0, 0, null, null);
            database = await DatabaseSetup.OpenAsync(options, time, cancellation, done => migrated = done);
            var foundation = await new FoundationStore(database).EnsureAsync(SigningKey.New, time.NowMilliseconds(), cancellation);
            if (options.Key is null)
            {
                await new AccessKey(options.Data, new PrincipalStore(database), time).EnsureAsync(foundation.Owner, cancellation);
            }

            var prepared = new Preparation(held, certificate, database, foundation) { Migrated = migrated };
            await PublicKeys.WriteAsync(options.Data, prepared.SigningKey, cancellation);
            return prepared;
        }
        catch
        {
            if (database is not null)
            {
                await database.DisposeAsync();
            }

            held.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        SigningKey.Dispose();
        await Database.DisposeAsync();
        Lock.Dispose();
    }
}
