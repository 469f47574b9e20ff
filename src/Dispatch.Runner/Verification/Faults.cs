using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Verification;

/// <summary>Gathers what is wrong, up to a bound.</summary>
internal sealed class Faults
{
    private const int Most = 100;

    private const string KeepCopy = "Nothing was changed. Keep a copy of the data folder before anything else.";

    private readonly List<LogFault> _list = [];

    public IReadOnlyList<LogFault> List => _list;

    public bool More { get; private set; }

    /// <summary>The whole file can't be read as it is; the message names the next step.</summary>
    public void Unusable(string message) => Add(new LogFault("log.unusable", null, null, message, KeepCopy));

    public void Damaged(string cause) => Add(new LogFault(
        "log.damaged", null, null, $"The file is damaged: {cause}.",
        $"{KeepCopy} Then put back a copy from before, or move the log away to start with an empty one."));

    public void Orphan(long row) => Add(new LogFault(
        "log.no-session", null, null, $"There are events of a session (row {row}) that isn't in the list of sessions.",
        $"They are passed over, and every other session is whole. {KeepCopy}"));

    public void Hole(string session, long from, long through) => Add(new LogFault(
        "log.hole", session, from, from == through ? $"The event {from} is missing." : $"The events {from} to {through} are missing.",
        $"What is before and after them can be read (dispatch output {session}, dispatch export {session}). {KeepCopy} Put back a copy from before if they are in it."));

    public void NoBeginning(string session, long seq, string type) => Add(new LogFault(
        "log.no-beginning", session, seq, $"The session begins with {type} instead of {EventTypes.SessionCreated}.",
        $"It is shown by what else there is of it, as a terminal. {KeepCopy} Put back a copy from before to have the rest."));

    public void LeftOver(string session, long seq, long prunedThrough) => Add(new LogFault(
        "log.left-over", session, seq, $"There is output that was dropped: all up to {prunedThrough} was.",
        $"It is passed over; nothing has to be done. {KeepCopy}"));

    public void BadSegment(string session, long from, long through, string path, string cause) => Add(new LogFault(
        "log.segment", session, from, $"The segment of its output from {from} to {through} can't be relied on: {path}: {cause}.",
        $"Its readers see a gap there, and all the rest. {KeepCopy} Put that file back from a backup."));

    public void EpochBack(string session, long seq, int epoch, int before) => Add(new LogFault(
        "log.epoch-back", session, seq, $"The epoch goes back from {before} to {epoch}.",
        $"Its order is by position and holds. {KeepCopy}"));

    public void UnknownName(string session, long seq, string what, int id) => Add(new LogFault(
        "log.unknown-name", session, seq, $"Its {what} has the number {id}, which has no name.",
        $"It is passed over, and every other session is whole. {KeepCopy} Put back a copy from before to have it."));

    public void Unparseable(string session, long seq, string type, string cause) => Add(new LogFault(
        "log.unparseable", session, seq, $"The fact {type} can't be read: {cause}",
        $"It is passed over: the session is shown without it. {KeepCopy} Put back a copy from before to have it."));

    public void Encrypted(string session, long seq, long key) => Add(new LogFault(
        "log.unknown-key", session, seq, $"It is kept under the key {key}, which this version doesn't know.",
        "Read it with the version that wrote it. Nothing was changed."));

    public void Differs(string session, long seq, string held, string rebuilt) => Add(new LogFault(
        "log.projection-differs", session, seq, $"The runner holds {held}, but the log says {rebuilt}.",
        "The log is the truth: end the runner (dispatch status names its process), then dispatch start; shells live on."));

    private void Add(LogFault fault)
    {
        if (_list.Count < Most)
        {
            _list.Add(fault);
        }
        else
        {
            More = true;
        }
    }
}
