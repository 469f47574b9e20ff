using System.Security.Cryptography;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Templates;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Templates;

namespace Dispatch.Runner.Workspaces;

/// <summary>
/// Workspaces made from templates. The folder is filled beside its place and brought there whole: what is wrong with the template is found
/// before anybody sees anything of it.
/// </summary>
internal sealed partial class TemplateWorkspaces(
    TemplateCatalogue templates, WorkspacePlaces places, WorkspaceCreation creation, SessionCreation sessions, Leftovers leftovers, ILogger<TemplateWorkspaces> logger)
{
    public static readonly Error NoTemplate = new(
        ErrorKind.Invalid, "template.bad-parameter", "There are parameters, and no template that they are of. Name the template, or leave them out.");

    private static readonly Error NewFolderOnly = new(
        ErrorKind.Invalid, "template.new-folder-only", "A template fills a new folder, not one that is there. Leave out 'existing', or open the folder without a template.");

    public async Task<(WorkspaceInfo? Made, Error? Error)> CreateAsync(CreateWorkspace request, string template, Caller caller, CancellationToken cancellation)
    {
        var (name, bad) = WorkspaceCreation.Name(request);
        if (bad is not null || request.Existing is true)
        {
            return (null, bad ?? NewFolderOnly);
        }

        var folder = WorkspacePlaces.Folder(request.Folder, name);
        try
        {
            if (places.RefuseNew(request.Folder, folder) is { } refusal)
            {
                return (null, refusal);
            }

            var opened = templates.Open(template);
            var values = new TemplateValues(opened.Manifest, request.Parameters ?? new Dictionary<string, string>(), Path.GetFileName(folder));
            var made = await FillAsync(opened, values, name, folder, cancellation);
            return (made.Info with { NotStarted = await StartAsync(made, opened.Manifest, values, caller) }, null);
        }
        catch (TemplateFaultException fault)
        {
            return (null, fault.Error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, WorkspaceRules.FolderUnusable(folder, e.Message));
        }
    }

    private async Task<Workspace> FillAsync(Template template, TemplateValues values, string name, string folder, CancellationToken cancellation)
    {
        var id = RandomNumberGenerator.GetHexString(10, lowercase: true);
        var draft = Leftovers.Beside(folder, "template", id);
        leftovers.Note(id, draft);
        try
        {
            Directory.CreateDirectory(draft);
            new TemplateCopy(template, values).Into(draft, cancellation);
            var variables = template.Manifest.Environment?.ToDictionary(variable => variable.Key, variable => values.Fill(variable.Value), StringComparer.Ordinal);
            var made = await creation.AdoptAsync(name, folder, () => Leftovers.Bring(draft, folder), variables, cancellation);
            leftovers.Forget(id);
            return made;
        }
        catch
        {
            TakeAway(id, draft);
            throw;
        }
    }

    private void TakeAway(string id, string draft)
    {
        try
        {
            leftovers.Remove(id, draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is noted, and taken away at the next start.
            LogLeft(logger, draft, e.Message);
        }
    }

    /// <summary>The workspace is there by now: a session that can't be started, such as for want of a program, is told of and takes nothing back.</summary>
    private async Task<IReadOnlyList<SessionNotStarted>?> StartAsync(Workspace workspace, TemplateManifest manifest, TemplateValues values, Caller caller)
    {
        var failed = new List<SessionNotStarted>();
        foreach (var session in manifest.Sessions ?? [])
        {
            var name = values.Fill(session.Name);
            var error = caller.Can(Capabilities.SessionCreate)
                ? (await sessions.CreateAsync(workspace, Request(session, name, values), caller.Principal, CancellationToken.None)).Error
                : new Error(ErrorKind.Forbidden, "capability.missing", $"Starting a session needs the capability '{Capabilities.SessionCreate}', which the token doesn't have.");
            if (error is not null)
            {
                failed.Add(new SessionNotStarted(name, error.Code, error.Message));
            }
        }

        return failed.Count > 0 ? failed : null;
    }

    private static CreateSession Request(TemplateSession session, string name, TemplateValues values) => new()
    {
        Name = name,
        Command = session.Command?.Select(values.Fill).ToArray(),
        Cwd = session.Folder is { } folder ? values.Fill(folder) : null,
    };

    [LoggerMessage(EventId = 138, Level = LogLevel.Warning, Message = "{Path} can't be taken away yet: {Cause}")]
    private static partial void LogLeft(ILogger logger, string path, string cause);
}
