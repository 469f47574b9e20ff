using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Dispatch.Server.Storage.Postgres;

/// <summary>A PostgreSQL database, shared by any number of servers.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    // "dispatch" in ASCII: the advisory lock that replicas take turns by.
    private const long ExclusiveLock = 0x6469737061746368;

    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "dispatch-server" };
        if (!settings.ContainsKey("Timeout"))
        {
            settings.Timeout = 5;
        }

        Location = $"{settings.Database ?? settings.Username} at {settings.Host}:{settings.Port}";
        _source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString).EnableTransportSecurity().Build();
    }

    public string Engine => "postgresql";
    public string Location { get; }
    public bool Shared => true;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation);

    public async Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT pg_advisory_xact_lock({ExclusiveLock})";
        await command.ExecuteNonQueryAsync(cancellation);
        return transaction;
    }

    public Task<bool> HasTableAsync(DbConnection connection, DbTransaction? transaction, string name, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>("SELECT to_regclass(@name) IS NOT NULL", new { name }, transaction);

    public Task<long> SizeAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>("SELECT pg_database_size(current_database())");

    /// <summary>PostgreSQL looks after its own pages (data checksums, amcheck); a client can't.</summary>
    public Task<IReadOnlyList<string>> ComplaintsAsync(DbConnection connection, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Only its own tools copy it: a migration is one transaction, and going back further takes a backup of yours.</summary>
    public Task<string?> CopyAsideAsync(long schema, CancellationToken cancellation) => Task.FromResult<string?>(null);

    public string? Explain(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"PostgreSQL refused the account for {Location} ({refused.MessageText}); correct the user and password of --database or DISPATCH_DATABASE.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"PostgreSQL has no database {Location}; create it, or name another with --database or DISPATCH_DATABASE.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"PostgreSQL doesn't let this account work in {Location} ({refused.MessageText}); grant it the right to create tables there.",
        NpgsqlException or SocketException or TimeoutException =>
            $"PostgreSQL can't be reached: {Location} ({InnermostMessage(exception)}); start it, or correct --database or DISPATCH_DATABASE.",
        _ => null,
    };

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string InnermostMessage(Exception exception) =>
        (exception.InnerException is { } inner ? InnermostMessage(inner) : exception.Message).ReplaceLineEndings(" ");
}
