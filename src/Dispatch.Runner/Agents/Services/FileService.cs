using System.Text;
using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Agents.Services;

/// <summary>The protocol's file services: text files below the folder that the agent works in, and nothing outside, whatever a link says.</summary>
internal sealed class FileService(Policies policies, BlobStores blobs)
{
    public const string Read = "fs/read_text_file";
    public const string Write = "fs/write_text_file";

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>A read keeps nobody waiting: where a rule has it asked about, a person is.</summary>
    public async Task<ServiceResult> ReadFileAsync(ServiceDesk desk, PendingRequest request, CancellationToken cancellation)
    {
        var verdict = policies.OfFile(desk.Session, AgentTools.Read, request.Text("path") ?? "", desk.State);
        if (verdict.Decision == AgentDecision.Deny)
        {
            return Denied(desk, request, verdict);
        }

        using var root = WorkFolder.Open(desk.Session);
        var path = WorkFolder.Find(desk.Session, request.Text("path"));
        if (verdict.Decision == AgentDecision.Ask
            && !await desk.AskAsync(request, Permission.Call(request, AgentTools.Read, $"Read {path.Text}", request.Text("path"), null), verdict, cancellation))
        {
            return ServiceResult.Refused("agent.rejected", $"The user doesn't want '{path.Text}' to be read.", path.Text);
        }

        return Answer(root, path, request) with { Verdict = verdict };
    }

    /// <summary>What a person or a rule allowed already.</summary>
    public static ServiceResult ReadAgain(ServiceDesk desk, PendingRequest request)
    {
        using var root = WorkFolder.Open(desk.Session);
        return Answer(root, WorkFolder.Find(desk.Session, request.Text("path")), request);
    }

    private static ServiceResult Answer(FileRoot root, FilePath path, PendingRequest request)
    {
        var text = ReadText(root, path);
        if (request.Number("line") is not null || request.Number("limit") is not null)
        {
            text = Lines(text, request.Number("line") ?? 1, request.Number("limit") ?? int.MaxValue);
        }

        return new ServiceResult(writer => writer.WriteString("content", text), path.Text);
    }

    /// <summary>
    /// Both contents are kept and named in a fact before anybody is asked and before anything is written. Done again after a runner's death it
    /// writes what that fact says, unless the file is neither what it was nor what it is to be.
    /// </summary>
    public async Task<ServiceResult> WriteFileAsync(ServiceDesk desk, PendingRequest request, CancellationToken cancellation)
    {
        using var root = WorkFolder.Open(desk.Session);
        var store = blobs.Of(desk.Session.Workspace.Id);
        var (verdict, writing, refusal) = await DecideAsync(desk, request, root, store, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }

        var path = WorkFolder.Find(desk.Session, request.Text("path"));
        var (before, after) = (writing!.Before is { } known ? store.Find(known) : [], store.Find(writing.After));
        if (before is null || after is null)
        {
            return ServiceResult.Refused("agent.write-lost", "What was to be written isn't kept any more. Nothing was written: write it again.", path.Text);
        }

        if (verdict is { Decision: AgentDecision.Allow, Why: AgentReasons.Answered } && !WasShown(desk.State, request, before, after))
        {
            verdict = new AgentVerdict(AgentDecision.Ask, AgentReasons.Default);
        }

        if (verdict!.Decision == AgentDecision.Ask && !await AskAsync(desk, request, path, before, after, verdict, cancellation))
        {
            return ServiceResult.Refused("agent.rejected", $"The user doesn't want '{path.Text}' to be changed so.", path.Text);
        }

        cancellation.ThrowIfCancellationRequested();
        WorkFile.Replace(root, path, writing.Before is null ? null : before, after, real => Guard(desk, real));
        return ServiceResult.Done(path.Text) with { Verdict = verdict };
    }

    private async Task<(AgentVerdict? Verdict, AgentWriting? Writing, ServiceResult? Refusal)> DecideAsync(
        ServiceDesk desk, PendingRequest request, FileRoot root, BlobStore store, CancellationToken cancellation)
    {
        await desk.Deciding.WaitAsync(cancellation);
        try
        {
            var verdict = request.Granted
                ? new AgentVerdict(AgentDecision.Allow, AgentReasons.Answered)
                : policies.OfFile(desk.Session, AgentTools.Edit, request.Text("path") ?? "", desk.State);
            if (verdict.Decision == AgentDecision.Deny)
            {
                return (null, null, Denied(desk, request, verdict));
            }

            var path = WorkFolder.Find(desk.Session, request.Text("path"));
            var writing = request.Writing ?? Intend(desk, request, root, path, store);
            return writing is null
                ? (null, null, ServiceResult.Refused("agent.write-lost", "Dispatch was started anew before this was written. Nothing was written: write it again.", path.Text))
                : (verdict, writing, null);
        }
        finally
        {
            desk.Deciding.Release();
        }
    }

    // An agent that showed one change and writes another is asked about that one.
    private static bool WasShown(AgentState state, PendingRequest request, byte[] before, byte[] after)
    {
        var shown = state.AllowedChanges.Where(change => change.Key == request.Key).ToList();
        return shown.Count == 0 || shown.Any(change => change.Is(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(after)));
    }

    // A link may lead elsewhere by now than it did when this was decided: what counts is the folder that is held open.
    private void Guard(ServiceDesk desk, FilePath real)
    {
        var place = Path.Combine(WorkFolder.Of(desk.Session), real.Text);
        if (policies.OfFile(desk.Session, AgentTools.Edit, place, desk.State) is { Decision: AgentDecision.Deny } verdict)
        {
            throw new FileFaultException(ServiceResult.Denied(verdict, real.Text).Error is { } error
                ? new Error(ErrorKind.Forbidden, error.Code, error.Message)
                : throw new InvalidOperationException("A denial says why."));
        }
    }

    private static ServiceResult Denied(ServiceDesk desk, PendingRequest request, AgentVerdict verdict) =>
        ServiceResult.Denied(verdict, verdict.Why == AgentReasons.Outside ? request.Text("path") ?? "" : WorkFolder.Find(desk.Session, request.Text("path")).Text);

    private static AgentWriting? Intend(ServiceDesk desk, PendingRequest request, FileRoot root, FilePath path, BlobStore store)
    {
        if (desk.Content(request.Id) is not { } content)
        {
            return null;
        }

        var after = Encoding.UTF8.GetBytes(content);
        var before = WorkFile.TryRead(root, path);
        if (after.Length > BlobStore.LargestContent || before?.Length > BlobStore.LargestContent)
        {
            throw FileFault.TooLarge(path.Text, $"a file that is written through Dispatch has at most {BlobStore.LargestContent >> 20} MB");
        }

        var writing = new AgentWriting(request.Turn, request.Id, path.Text, before is null ? null : store.Put(before, durable: true), store.Put(after, durable: true));
        AgentFacts.Append(desk.Session, AgentEvents.Writing, "", writing, Wire.Default.AgentWriting);
        return writing;
    }

    private static async Task<bool> AskAsync(ServiceDesk desk, PendingRequest request, FilePath path, byte[] before, byte[] after, AgentVerdict verdict, CancellationToken cancellation)
    {
        var change = new JsonObject { ["type"] = "diff", ["path"] = request.Text("path"), ["oldText"] = Encoding.UTF8.GetString(before), ["newText"] = Encoding.UTF8.GetString(after) };
        var call = Permission.Call(request, "edit", $"Write {path.Text}", request.Text("path"), change);
        return Fitting.Fits(call)
            ? await desk.AskAsync(request, call, verdict, cancellation)
            : throw FileFault.TooLarge(path.Text, "nobody is to allow what can't be shown whole; write it in smaller steps");
    }

    private static string ReadText(FileRoot root, FilePath path)
    {
        try
        {
            return Utf8.GetString(WorkFile.Read(root, path));
        }
        catch (DecoderFallbackException)
        {
            throw FileFault.NotText(path.Text);
        }
    }

    /// <param name="first">From 1.</param>
    private static string Lines(string text, int first, int count)
    {
        var start = 0;
        for (var line = 1; line < first && start < text.Length; line++)
        {
            start = text.IndexOf('\n', start) is var end and >= 0 ? end + 1 : text.Length;
        }

        var stop = start;
        for (var taken = 0; taken < count && stop < text.Length; taken++)
        {
            stop = text.IndexOf('\n', stop) is var end and >= 0 ? end + 1 : text.Length;
        }

        return text[start..stop];
    }
}
