using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Disks;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Terminals.Screens;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Terminals.Recordings;

/// <summary>A session being made of a recording: its events are committed a part at a time, and what its shell marked is recorded with them.</summary>
internal sealed class ImportedSession
{
    private const int EnoughForCommit = 256 * 1024;

    private readonly Workspace _workspace;
    private readonly SessionKinds _kinds;
    private readonly DiskRoom _room;
    private readonly SessionCreated _created;
    private readonly Session _session;
    private readonly Batch _batch = new();
    private readonly ScreenListener _listener = new();
    private readonly ScreenWriter _screen;
    private readonly long _begin;
    private long _time;
    private long _seq;
    private int _exitCode;

    public ImportedSession(Workspace workspace, SessionKinds kinds, DiskRoom room, SessionCreated created, DateTimeOffset recordedAt, string principal)
    {
        (_workspace, _kinds, _room, _created) = (workspace, kinds, room, created);
        var id = SessionId.New();
        _session = Make(workspace.Log.AddSession(id), SessionProjection.Empty(id, workspace.Id));
        _screen = SessionScreens.Fresh(_session, (created.Cols, created.Rows), _listener);
        _time = _begin = LogTime.From(recordedAt);
        Fact(EventTypes.SessionCreated, created, Wire.Default.SessionCreated, SessionFacts.Principal(_session, principal));

        // No process of this machine: there is none with this number.
        Fact(EventTypes.SessionStarted, new SessionStarted(0), Wire.Default.SessionStarted);
    }

    /// <summary>False when there is something wrong with it.</summary>
    public bool Add(in CastEvent next)
    {
        _time = _begin + (long)next.At.TotalMicroseconds;
        switch (next.Code)
        {
            case 'o':
                Output(Encoding.UTF8.GetBytes(next.Data));
                return true;
            case 'r':
                if (next.Size() is not var (cols, rows) || SessionRules.Size(cols, rows) is not null)
                {
                    return false;
                }

                Fact(EventTypes.TerminalResized, new TerminalResized(cols, rows), Wire.Default.TerminalResized);
                return true;
            case 'x':
                return int.TryParse(next.Data, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _exitCode);
            default:
                return true;
        }
    }

    /// <summary>The session as it is in the log, from here on known to all. Its last fact comes after that, so that the feed tells of it.</summary>
    public Session Finish(SessionRegistry sessions)
    {
        Commit();

        // One that has it all behind it: nothing in it is news.
        var made = Make(_session.Log, _session.Info);
        sessions.Add(made);
        var exited = JsonSerializer.SerializeToUtf8Bytes(new SessionExited(_exitCode & 0xFF, null), Wire.Default.SessionExited);
        _batch.Add(made, SessionFacts.Type(made, EventTypes.SessionExited), 0, exited, _time);
        Commit();
        return made;
    }

    public void Undo(string principal)
    {
        if (_session.Log.LastSeq > 0)
        {
            SessionFacts.Removed(_session, principal);
        }
    }

    private Session Make(SessionLog log, SessionInfo info) =>
        new(_workspace, log, info, _created, _kinds.Create(TerminalDriver.Kind)!, _session?.Sizes ?? new SizeHistory());

    private void Output(ReadOnlySpan<byte> bytes)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, Batch.MaximumOutput)..])
        {
            Add(EventLog.OutputType, bytes[..Math.Min(bytes.Length, Batch.MaximumOutput)]);
            if (_listener.Take() is { } news)
            {
                foreach (var fact in news.Facts.Where(fact => fact.Kind != ScreenFactKind.Notification))
                {
                    Add(SessionFacts.Type(_session, fact.Type), fact.Payload);
                }
            }
        }

        if (_batch.Bytes >= EnoughForCommit)
        {
            Commit();
        }
    }

    private void Fact<T>(string type, T fact, JsonTypeInfo<T> json, int principal = 0) =>
        Add(SessionFacts.Type(_session, type), JsonSerializer.SerializeToUtf8Bytes(fact, json), principal);

    // The log gives positions one after the other from 1, and nobody else writes to this session.
    private void Add(int type, ReadOnlySpan<byte> payload, int principal = 0)
    {
        _batch.Add(_session, type, principal, payload, _time);
        _screen.Apply(++_seq, _time, type, payload);
    }

    private void Commit()
    {
        _workspace.Log.Commit(_batch);
        _room.Wrote(_batch.Bytes);
        _batch.Clear();
        _workspace.Facts.Advance();
    }
}
