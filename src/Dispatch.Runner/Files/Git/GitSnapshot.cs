using System.Globalization;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Files.Git;

/// <summary>What <c>git status --porcelain=v2 --branch -z</c> said of one repository.</summary>
internal sealed record GitSnapshot(string? Branch, int? Ahead, int? Behind, IReadOnlyList<GitChange> Changes, bool Truncated)
{
    private const int Most = 10_000;

    private readonly Dictionary<string, GitState> _states = [];
    private readonly HashSet<string> _changedInside = [];

    /// <param name="said">The answer, records that end in NUL.</param>
    /// <param name="repository">Where the repository lies in the workspace.</param>
    public static GitSnapshot Parse(byte[] said, FilePath repository)
    {
        string? branch = null, commit = null;
        int? ahead = null, behind = null;
        var changes = new List<GitChange>();
        var truncated = false;
        var records = FileName.ToText(said).Split('\0');
        for (var i = 0; i < records.Length && !truncated; i++)
        {
            var record = records[i];
            if (record.StartsWith("# branch.head ", StringComparison.Ordinal))
            {
                branch = record[14..];
            }
            else if (record.StartsWith("# branch.oid ", StringComparison.Ordinal))
            {
                commit = record[13..];
            }
            else if (record.StartsWith("# branch.ab ", StringComparison.Ordinal) && record[12..].Split(' ') is [var more, var less])
            {
                ahead = int.Parse(more, CultureInfo.InvariantCulture);
                behind = -int.Parse(less, CultureInfo.InvariantCulture);
            }
            else if (Change(record) is { } change)
            {
                truncated = changes.Count >= Most;
                if (!truncated)
                {
                    changes.Add(change with { Path = repository.Child(change.Path).Text });
                }

                // A rename's old name is a record of its own.
                i += record[0] == '2' ? 1 : 0;
            }
        }

        var snapshot = new GitSnapshot(branch == "(detached)" ? commit : branch, ahead, behind, changes, truncated);
        snapshot.Index();
        return snapshot;
    }

    public GitState? Of(FilePath path, bool folder)
    {
        if (_states.TryGetValue(path.Text, out var state))
        {
            return state;
        }

        if (folder && _changedInside.Contains(path.Text))
        {
            return GitState.ChangedInside;
        }

        // In a folder of which nothing is tracked, nothing is.
        for (var above = path; !above.IsRoot; above = above.Parent)
        {
            if (_states.TryGetValue(above.Text + "/", out state))
            {
                return state;
            }
        }

        return null;
    }

    public bool IsSame(GitSnapshot? other) => other is not null && Branch == other.Branch && Ahead == other.Ahead && Behind == other.Behind && Changes.SequenceEqual(other.Changes);

    private void Index()
    {
        foreach (var change in Changes)
        {
            _states[change.Path] = change.State;
            for (var above = new FilePath(change.Path.TrimEnd('/')).Parent; !above.IsRoot && _changedInside.Add(above.Text); above = above.Parent)
            {
            }
        }
    }

    private static GitChange? Change(string record) => record.Length < 3 ? null : record[0] switch
    {
        '1' when Rest(record, 8) is { } path => new GitChange(path, State(record[2], record[3])),
        '2' when Rest(record, 9) is { } path => new GitChange(path, GitState.Renamed),
        'u' when Rest(record, 10) is { } path => new GitChange(path, GitState.Conflicted),
        '?' => new GitChange(record[2..], GitState.Untracked),
        _ => null,
    };

    private static GitState State(char staged, char inTree) =>
        staged == 'D' || inTree == 'D' ? GitState.Deleted : staged == 'A' ? GitState.Added : staged == 'R' ? GitState.Renamed : GitState.Modified;

    /// <summary>What follows so many fields.</summary>
    private static string? Rest(string record, int fields)
    {
        var at = 0;
        for (var i = 0; i < fields; i++)
        {
            at = record.IndexOf(' ', at) + 1;
            if (at == 0)
            {
                return null;
            }
        }

        return record[at..];
    }
}
