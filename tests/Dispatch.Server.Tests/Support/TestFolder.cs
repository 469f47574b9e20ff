using Dispatch.Protocol;

namespace Dispatch.Server.Tests.Support;

/// <summary>A data folder of a test's own, with a path short enough for sockets.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Data = new DataFolder(Directory.CreateTempSubdirectory("dsp-").FullName);

    public DataFolder Data { get; }

    public void Dispose() => Directory.Delete(Data.Root, recursive: true);
}
