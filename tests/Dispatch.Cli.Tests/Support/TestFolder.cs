namespace Dispatch.Cli.Tests.Support;

/// <summary>A data folder of its own, short enough for sockets, gone at the end.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dsp").FullName;

    public Protocol.DataFolder Data => new(Path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
