namespace Dispatch.Runner.Tests;

/// <summary>One runner for all shells of a class of tests.</summary>
public sealed class SharedRunner : IAsyncLifetime
{
    internal RunnerFixture Runner { get; private set; } = null!;

    public async Task InitializeAsync() => Runner = await RunnerFixture.StartAsync();

    public async Task DisposeAsync() => await Runner.DisposeAsync();
}
