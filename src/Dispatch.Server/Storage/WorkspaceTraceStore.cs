using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>What people arranged for a workspace, and what is of no use without it: its settings, and how windows are laid out in it.</summary>
internal sealed class WorkspaceTraceStore(IDatabase database)
{
    /// <summary>The workspaces that anything is kept for.</summary>
    public async Task<IReadOnlyList<string>> WorkspacesAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return (await connection.QueryAsync<string>(
            "SELECT workspace FROM layouts UNION SELECT owner FROM settings WHERE layer = 'workspace' ORDER BY 1")).AsList();
    }

    public async Task ForgetAsync(IEnumerable<string> workspaces, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var workspace in workspaces)
        {
            await connection.ExecuteAsync(
                """
                DELETE FROM layouts WHERE workspace = @workspace;
                DELETE FROM settings WHERE layer = 'workspace' AND owner = @workspace;
                """,
                new { workspace },
                transaction);
        }

        await transaction.CommitAsync(cancellation);
    }
}
