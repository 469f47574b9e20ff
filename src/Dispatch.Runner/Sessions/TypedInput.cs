namespace Dispatch.Runner.Sessions;

/// <summary>
/// What one client typed into a session, over all its connections: how far its input came. So input that it sends again after a lost
/// connection is applied once. Guarded by the lock of <see cref="Typing"/>.
/// </summary>
internal sealed class TypedInput
{
    /// <summary>What it asked the session's kind for.</summary>
    public AnsweredCommands Commands { get; } = new();

    /// <summary>Input up to this id was handed to the process's keeper.</summary>
    public uint Received { get; set; }

    /// <summary>The connection that it types by now; null between two.</summary>
    public SessionClient? Connection { get; private set; }

    /// <summary>The how-manieth it was to lose its connection; the lowest left longest ago.</summary>
    public long Left { get; private set; }

    private uint Confirmed { get; set; }

    /// <summary>The process has the input up to this id.</summary>
    public void Written(uint id)
    {
        Confirmed = id;
        Connection?.Written(id);
    }

    public void Leave(long left) => (Connection, Left) = (null, left);

    /// <summary>Goes on by another connection, which is told what it may have missed.</summary>
    public void GoOn(SessionClient connection)
    {
        Connection = connection;
        if (Confirmed > 0)
        {
            connection.Written(Confirmed);
        }
    }
}
