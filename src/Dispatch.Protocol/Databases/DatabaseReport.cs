namespace Dispatch.Protocol.Databases;

/// <summary>How the server's database stands beside a program. Nothing is changed by asking.</summary>
/// <param name="Engine"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Location">Where it is, without secrets.</param>
/// <param name="Schema">The version of its tables; 0 when it has none yet.</param>
/// <param name="Known">The version that the program has.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Migrations">Every script that either of the two has, by number.</param>
/// <param name="Faults">What is wrong.</param>
public sealed record DatabaseReport(
    string Engine, string Location, long Schema, long Known, long Bytes, IReadOnlyList<MigrationReport> Migrations, IReadOnlyList<DatabaseFault> Faults);

/// <param name="Version">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>applied</c>, <c>pending</c>, <c>altered</c> (applied from another text than the program's) or <c>unknown</c> (applied by a newer version).</param>
/// <param name="Checksum">SHA-256 of its text with line ends as <c>\n</c>: as applied, else as the program has it.</param>
/// <param name="AppliedAt">When it was applied.</param>
public sealed record MigrationReport(long Version, string Name, string State, string Checksum, DateTimeOffset? AppliedAt);

/// <param name="Code">A stable dotted name, for programs: <c>database.newer</c>.</param>
/// <param name="Found">What is wrong.</param>
/// <param name="Next">What is safe to do next.</param>
public sealed record DatabaseFault(string Code, string Found, string Next);

/// <summary>What bringing the server's database to a program's schema did.</summary>
/// <param name="From">The version it had; 0 when it had no tables.</param>
/// <param name="To">The version it has.</param>
/// <param name="Copy">The copy of how it was before; absent when nothing had to be done or the engine lets none be made.</param>
/// <param name="Report">How it stands now.</param>
public sealed record MigrationOutcome(long From, long To, string? Copy, DatabaseReport Report);

/// <summary>How a workspace's log stands beside a program.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Log">The file.</param>
/// <param name="Format">The version of its tables; absent when it can't be read.</param>
/// <param name="Known">The version that the program has.</param>
/// <param name="Bytes">Its size, with what wasn't moved into it yet.</param>
/// <param name="Problem">Why the program can't use it, with the next step.</param>
public sealed record LogStatus(string Workspace, string Log, int? Format, int Known, long Bytes, string? Problem);

/// <summary>What <c>Dispatch.Runner --log-status</c> prints.</summary>
public sealed record LogStatusList(IReadOnlyList<LogStatus> Items);
