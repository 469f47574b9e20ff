using Dispatch.Cli.Native;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Connection;

/// <summary>What shows a session: told, in order and one at a time, what its stream brings.</summary>
internal abstract class SessionView
{
    public virtual void OnAttached(SessionInfo session)
    {
    }

    public virtual void OnOutput(ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
    }

    /// <summary>An event that isn't output.</summary>
    public virtual void OnEvent(EventMessage happened, CancellationToken cancellation)
    {
    }

    /// <summary>What was shown so far is not what follows: the bytes that come next rebuild the screen.</summary>
    public virtual void OnSnapshot(Snapshot snapshot, CancellationToken cancellation)
    {
    }

    /// <param name="whole">They were the last of it.</param>
    public virtual void OnSnapshotBytes(ReadOnlySpan<byte> bytes, bool whole, CancellationToken cancellation)
    {
    }

    /// <summary>What was shown so far is not what follows.</summary>
    public virtual void OnGap(Gap gap, CancellationToken cancellation)
    {
    }

    /// <summary>All output up to the moment of attaching was given; what follows happens now. After a reconnect too.</summary>
    /// <returns>Whether that was all that is wanted.</returns>
    public virtual bool OnLive(CancellationToken cancellation) => false;

    /// <summary>Of so many typed bytes nobody knows whether they reached the program: the runner that took them is no more.</summary>
    public virtual void OnUnknownInput(int bytes)
    {
    }

    /// <summary>All that was typed up to and with this id has reached the program, or was refused just before.</summary>
    public virtual void OnWritten(uint id)
    {
    }

    /// <summary>Something was refused, and all goes on.</summary>
    public virtual void OnFault(Fault fault)
    {
    }

    /// <summary>The connection is gone and is being made again; told once until it is there.</summary>
    public virtual void OnLost(CancellationToken cancellation) =>
        Streams.Error.WriteLine("dispatch: the connection to the server is lost, trying again; if it is stopped: dispatch start");
}
