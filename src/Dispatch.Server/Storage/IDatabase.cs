using System.Data.Common;

namespace Dispatch.Server.Storage;

/// <summary>
/// The boundary to a database engine. Everything above it is written once, in SQL that both engines speak: whole numbers are 64 bit,
/// times are milliseconds since 1970 UTC, hashes are bytes.
/// </summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary><c>sqlite</c> or <c>postgresql</c>; also the folder of its migrations.</summary>
    string Engine { get; }

    /// <summary>Where it is, without secrets, for messages.</summary>
    string Location { get; }

    /// <summary>Whether other servers may write to it while this one does.</summary>
    bool Shared { get; }

    Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>A transaction that no other exclusive one runs beside, on any replica.</summary>
    Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellation);

    Task<bool> HasTableAsync(DbConnection connection, DbTransaction? transaction, string name, CancellationToken cancellation);

    /// <summary>How many bytes it takes.</summary>
    Task<long> SizeAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>What the engine finds wrong with the whole of it; it may read for long.</summary>
    Task<IReadOnlyList<string>> ComplaintsAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Copies what was committed, while a transaction that is to migrate it is open, and drops the oldest such copies.</summary>
    /// <param name="schema">The version that it has.</param>
    /// <returns>The copy's file; null when the engine's own tools do that.</returns>
    Task<string?> CopyAsideAsync(long schema, CancellationToken cancellation);

    /// <summary>Why the database can't be used, with the next step, when <paramref name="exception"/> is of a kind that an operator can mend.</summary>
    string? Explain(Exception exception);
}
