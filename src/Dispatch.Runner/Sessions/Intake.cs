using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Sessions;

/// <summary>Where a driver puts what it made of its process's output: into the batch that is committed next.</summary>
internal readonly struct Intake(Session session, Batch batch, Guid process)
{
    /// <summary>Terminal output, exactly as the process wrote it.</summary>
    public void Output(ReadOnlySpan<byte> bytes) => batch.Output(session, bytes);

    /// <summary>A fact with a JSON payload.</summary>
    public void Fact(string type, string principal, ReadOnlySpan<byte> payload) =>
        batch.Add(session, session.Events.Names.Id(type, session.Events), session.Events.Names.Id(principal, session.Events), payload);

    /// <summary>The stream was made into events up to this offset; a new runner goes on there.</summary>
    public void Consumed(int stream, long offset) => batch.Move(session, process, stream, offset);
}
