using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>What people arranged for a workspace, and what is of no use without it: its settings, and how windows are laid out in it.</summary>
internal sealed class WorkspaceTraceStore(IDatabase database)
{
    public async Task ForgetAsync(string workspace, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(
            """
            DELETE FROM layouts WHERE workspace = @workspace;
            DELETE FROM settings WHERE layer = 'workspace' AND owner = @workspace;
            """,
            new { workspace },
            transaction);
        await transaction.CommitAsync(cancellation);
    }
}
