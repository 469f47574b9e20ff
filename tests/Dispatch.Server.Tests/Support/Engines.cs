using System.Reflection;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;
using Xunit.Sdk;

namespace Dispatch.Server.Tests.Support;

/// <summary>Runs a theory on SQLite.</summary>
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["sqlite"]];
}

/// <summary>Runs a theory on PostgreSQL, or skips it with the reason where there is none.</summary>
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = PostgresCluster.Missing;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["postgresql"]];
}

/// <summary>All that needs PostgreSQL shares one cluster.</summary>
[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<PostgresCluster>
{
    public const string Name = "engines";
}

/// <summary>Tests that run on either engine, each with an empty database.</summary>
[Collection(EngineCollection.Name)]
public abstract class EngineTests(PostgresCluster postgres) : IDisposable
{
    internal TestFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal async Task<ServerOptions> OptionsAsync(string engine) => new()
    {
        Data = Folder.Data,
        Port = 0,
        Runner = "/nowhere/Dispatch.Runner",
        Database = engine is "postgresql" ? await postgres.NewDatabaseAsync() : null,
    };

    /// <summary>An empty database with this program's schema.</summary>
    internal async Task<IDatabase> OpenAsync(string engine) => await DatabaseSetup.OpenAsync(await OptionsAsync(engine), TimeProvider.System, CancellationToken.None);
}
