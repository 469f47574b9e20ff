using Dispatch.Cli.Connection;
using Dispatch.Cli.Launch;
using Dispatch.Protocol;
using Dispatch.Protocol.Databases;

namespace Dispatch.Cli.Databases;

/// <summary>Where the server keeps its state, and how it stands there.</summary>
internal static class ServerDatabase
{
    private const string Variable = "DISPATCH_DATABASE";

    /// <summary>Whether it is in PostgreSQL: as the running server says, else as the next start would have it.</summary>
    /// <param name="connection">What was given as <c>--database</c>.</param>
    public static async Task<bool> IsPostgresAsync(DataFolder data, string? connection, CancellationToken cancellation)
    {
        if (RunningServer.Find(data) is { } server)
        {
            using var running = new ServerConnection(data, server);
            return (await running.GetAsync("/api/status", Wire.Default.ServerStatus, cancellation)).Database is "postgresql";
        }

        return IsNamed(connection);
    }

    /// <summary>Null when it is in PostgreSQL, and where wasn't said.</summary>
    /// <param name="whole">Also have all of it read.</param>
    public static async Task<DatabaseReport?> InspectAsync(DataFolder data, string? connection, bool whole, CancellationToken cancellation)
    {
        var postgres = await IsPostgresAsync(data, connection, cancellation);
        return postgres && !IsNamed(connection)
            ? null
            : await DataProgram.InspectDatabaseAsync(data, postgres ? connection : "", whole, cancellation);
    }

    private static bool IsNamed(string? connection) => connection is { Length: > 0 } || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };
}
