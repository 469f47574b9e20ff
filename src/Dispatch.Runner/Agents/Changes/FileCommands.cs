using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Changes;

/// <summary>
/// What people do with what an agent changed: put files back to what they were before a turn, keep a change, or take it back in whole or
/// in part. Nothing is written over that isn't what the log knows, unless they say so.
/// </summary>
internal sealed partial class FileCommands(BlobStores blobs, ILogger<FileCommands> logger)
{
    private const int MostNamed = 5;

    // What two people do at once is done one after the other.
    private readonly Lock _one = new();

    public static bool Knows(string command) => command is "restore" or "review";

    public void Run(Session session, AgentState state, TurnChanges changes, Command command, string principal, Action<CommandResult> answer) => _ = Task.Run(async () =>
    {
        Refusal? refusal;
        try
        {
            refusal = state.Turn is not null
                ? new Refusal("agent.busy", "The agent still answers, and may be writing. Wait until it has, or stop it.")
                : await RunAsync(session, changes, command, principal);
        }
        catch (FileFaultException fault)
        {
            refusal = new Refusal(fault.Error.Code, fault.Message);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, command.Name, session.Id);
            refusal = new Refusal("agent.files-failed", $"The files could not be changed: {e.Message}");
        }

        answer(new CommandResult(command.Id, refusal is null, refusal?.Code, refusal?.Message));
    });

    private async Task<Refusal?> RunAsync(Session session, TurnChanges changes, Command command, string principal)
    {
        await changes.SettledAsync();
        var store = blobs.Of(session.Workspace.Id);
        var log = await ChangeLog.ReadAsync(session, store, CancellationToken.None);
        if (JsonRpc.Of(command.Data, "turn") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var turn) || !log.HasTurn(turn))
        {
            return new Refusal("agent.turn-unknown", "There is no such turn. Turns are numbered from 1.");
        }

        using var root = WorkFolder.Open(session);
        lock (_one)
        {
            return command.Name == "restore"
                ? Restore(session, root, store, log, turn, JsonRpc.Of(command.Data, "force") is { ValueKind: JsonValueKind.True }, principal)
                : Review(session, root, store, log, turn, command.Data, principal);
        }
    }

    private static Refusal? Restore(Session session, FileRoot root, BlobStore store, ChangeLog log, int turn, bool force, string principal)
    {
        var changes = log.Since(turn);
        var files = changes.Select(change => change.File).ToList();
        if (files.FirstOrDefault(file => file.Large == true || (file.Before is { } before && store.Find(before) is null)) is { } lost)
        {
            return new Refusal("agent.not-kept", $"What '{lost.Path}' was before isn't kept (too large, or too long ago), so nothing was put back. Take back single changes instead.");
        }

        var others = changes.Where(change => !IsAs(root, change.File.Path, change.File.Before) && (change.Between || !IsAs(root, change.File.Path, change.File.After)))
            .Select(change => change.File.Path).ToList();
        if (others.Count > 0 && !force)
        {
            return new Refusal(
                "agent.changed-since",
                $"Somebody changed {Named(others)} since, so nothing was put back. Look at it, and say that it may be lost (force), or take back single changes.");
        }

        var done = new List<ChangedFile>();
        try
        {
            foreach (var file in files)
            {
                var path = FilePath.Parse(file.Path);
                var present = WorkFile.TryRead(root, path);
                var kept = present is null ? null : Keep(store, present, path);
                WorkFile.Replace(root, path, present, file.Before is { } before ? store.Find(before) : null, WorkFile.NotOfGit);
                if (kept != file.Before)
                {
                    done.Add(new ChangedFile(file.Path, kept, file.Before));
                }
            }
        }
        finally
        {
            // Also of what was done before something failed.
            AgentFacts.Append(session, AgentEvents.Restored, principal, new AgentRestored(turn, done), Wire.Default.AgentRestored);
        }

        return null;
    }

    private static Refusal? Review(Session session, FileRoot root, BlobStore store, ChangeLog log, int turn, JsonElement? data, string principal)
    {
        var path = JsonRpc.Text(data, "path");
        var line = JsonRpc.Of(data, "line") is { ValueKind: JsonValueKind.Number } at && at.TryGetInt32(out var first) ? first : (int?)null;
        var accepted = JsonRpc.Of(data, "accept") is { ValueKind: JsonValueKind.True };
        var (before, after) = ((string?)null, (string?)null);
        if (!accepted)
        {
            if (path is null || log.Of(turn, path) is not { } change)
            {
                return new Refusal("agent.no-change", "The turn changed no such file.");
            }

            if (change.Large == true || (change.Before is { } known && store.Find(known) is null))
            {
                return new Refusal("agent.not-kept", $"What '{path}' was before isn't kept: it is too large, or too long ago.");
            }

            var place = FilePath.Parse(path);
            var present = WorkFile.TryRead(root, place);
            var wanted = line is { } start
                ? TakeBack(present ?? [], change.After is { } left ? store.Find(left) : [], start, JsonRpc.Text(data, "after") ?? "", JsonRpc.Text(data, "before") ?? "")
                : IsAs(root, path, change.After) ? (change.Before is { } whole ? store.Find(whole) : null) : present;
            if (line is null ? !IsAs(root, path, change.After) : wanted is null)
            {
                return new Refusal("agent.changed-since", $"'{path}' was changed there since. Take it back by hand in the editor.");
            }

            before = present is null ? null : Keep(store, present, place);
            after = wanted is null ? null : Keep(store, wanted, place);
            WorkFile.Replace(root, place, present, wanted, WorkFile.NotOfGit);
        }

        AgentFacts.Append(session, AgentEvents.Reviewed, principal, new AgentReviewed(turn, path, line, accepted, before, after), Wire.Default.AgentReviewed);
        return null;
    }

    // The line is that of the file as the turn left it; by now it may be elsewhere.
    private static byte[]? TakeBack(byte[] present, byte[]? left, int line, string there, string instead) =>
        left is not null && Part.LineNow(Encoding.UTF8.GetString(left), Encoding.UTF8.GetString(present), line, there.Length > 0) is { } now
            ? Part.Replace(present, now, there, instead)
            : there.Length > 0 ? Part.ReplaceOnly(present, there, instead)
            : null;

    private static string Keep(BlobStore store, byte[] content, FilePath path) => content.Length <= BlobStore.LargestContent
        ? store.Put(content, durable: true)
        : throw FileFault.TooLarge(path.Text, $"more than {BlobStore.LargestContent >> 20} MB, so that what it is now couldn't be kept");

    private static bool IsAs(FileRoot root, string path, string? content)
    {
        var present = WorkFile.TryRead(root, FilePath.Parse(path));
        return present is null ? content is null : content is not null && Convert.ToHexStringLower(SHA256.HashData(present)) == content;
    }

    private static string Named(List<string> paths) =>
        string.Join(", ", paths.Take(MostNamed).Select(path => $"'{path}'")) + (paths.Count > MostNamed ? $" and {paths.Count - MostNamed} more" : "");

    [LoggerMessage(EventId = 129, Level = LogLevel.Error, Message = "The command {Command} of agent session {Session} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string command, string session);
}
