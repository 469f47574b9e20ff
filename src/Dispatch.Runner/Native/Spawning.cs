namespace Dispatch.Runner.Native;

/// <summary>What a spawned process has as its descriptors 0, 1 and 2; it inherits no other.</summary>
/// <param name="Terminal">The path of a terminal, which becomes its controlling one.</param>
/// <param name="Input">Else descriptor 0.</param>
/// <param name="Output">Else descriptor 1.</param>
/// <param name="Errors">Else descriptor 2.</param>
internal readonly record struct SpawnStreams(string? Terminal, Descriptor? Input, Descriptor? Output, Descriptor? Errors);

/// <summary>
/// posix_spawn, the only way a process is made here: a fork copies .NET's locks in whatever state its other threads left them, and hung
/// 10 of 264 times under garbage collection. The child leads a session of its own, with default signals (.NET ignores SIGPIPE) and none blocked.
/// </summary>
internal static unsafe class Spawning
{
    private const short DefaultSignals = 0x04;
    private const short SignalMask = 0x08;
    private const short NewSession = 0x80;

    // Larger than glibc's posix_spawnattr_t (336), posix_spawn_file_actions_t (80) and sigset_t (128) on 64-bit systems.
    private const int Room = 512;

    /// <returns>The error, 0 for none.</returns>
    public static int Start(
        string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, string? cwd, SpawnStreams streams, out int pid)
    {
        using var path = new NativeStrings([program]);
        using var argv = new NativeStrings(arguments);
        using var envp = new NativeStrings(environment);
        var actions = stackalloc byte[Room];
        var attributes = stackalloc byte[Room];
        var signals = stackalloc byte[Room];
        var started = 0;

        Check(Libc.ActionsInit(actions));
        Check(Libc.AttributesInit(attributes));
        try
        {
            Check(Libc.AttributesFlags(attributes, DefaultSignals | SignalMask | NewSession));
            _ = Libc.SignalSetFill(signals);
            Check(Libc.AttributesDefaultSignals(attributes, signals));
            _ = Libc.SignalSetEmpty(signals);
            Check(Libc.AttributesSignalMask(attributes, signals));
            AddStreams(actions, streams);
            if (cwd is not null)
            {
                Check(Libc.ActionsChangeFolder(actions, cwd));
            }

            Check(Libc.ActionsCloseFrom(actions, 3));
            return Libc.Spawn(&started, path.Pointers[0], actions, attributes, argv.Pointers, envp.Pointers);
        }
        finally
        {
            pid = started;
            _ = Libc.AttributesDestroy(attributes);
            _ = Libc.ActionsDestroy(actions);
        }
    }

    private static void AddStreams(byte* actions, SpawnStreams streams)
    {
        if (streams.Terminal is { } terminal)
        {
            Check(Libc.ActionsOpen(actions, 0, terminal, OpenFlags.ReadWrite, 0));
            Check(Libc.ActionsDuplicate(actions, 0, 1));
            Check(Libc.ActionsDuplicate(actions, 0, 2));
            return;
        }

        Check(Libc.ActionsDuplicate(actions, streams.Input!.Number, 0));
        Check(Libc.ActionsDuplicate(actions, streams.Output!.Number, 1));
        Check(Libc.ActionsDuplicate(actions, streams.Errors!.Number, 2));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new ErrnoException("prepare a process", error);
        }
    }
}
