using Dispatch.Protocol.Templates;
using Dispatch.Runner.Templates;
using Dispatch.Runner.Workspaces.Clones;

namespace Dispatch.Runner.Workspaces.TemplateSources;

/// <summary>
/// One template on its way among the user's own. It is made beside its place, looked at there, and brought to it whole: whoever looks sees
/// all of it, or what was there before.
/// </summary>
internal sealed partial class AddedTemplate(
    TemplateAddition info, TemplateSource source, bool isRefreshed, TemplateCatalogue templates, Leftovers leftovers, TimeSpan silence, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private volatile TemplateAddition _info = info;
    private Task _work = Task.CompletedTask;

    public TemplateAddition Info => _info;

    public void Begin() => _work = Task.Run(RunAsync);

    /// <summary>Done once nothing of it is left.</summary>
    public async Task CancelAsync()
    {
        await _cancelled.CancelAsync();
        await _work;
    }

    public void Dispose() => _cancelled.Dispose();

    private async Task RunAsync()
    {
        var place = templates.OwnFolder(_info.Template);
        var draft = Leftovers.Beside(place, "template", _info.Id);
        try
        {
            leftovers.Note(_info.Id, draft);
            Directory.CreateDirectory(draft);
            var (code, reason) = await FetchAsync(draft, Path.Combine(draft, "ready"));
            if (code is null)
            {
                _cancelled.Token.ThrowIfCancellationRequested();
                Bring(Path.Combine(draft, "ready"), place);
            }

            Remove(draft);
            End(code is null ? "done" : "failed", code, reason);
        }
        catch (OperationCanceledException)
        {
            Remove(draft);
            End("cancelled", null, null);
        }
        catch (TemplateFaultException fault)
        {
            Remove(draft);
            End("failed", fault.Error.Code, fault.Error.Message);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, _info.Source);
            Remove(draft);
            End("failed", "template.not-kept", $"The template of {_info.Source} can't be kept in {place}: {e.Message.TrimEnd('.')}. See to that, and try again.");
        }
    }

    /// <returns>Nothing once all of it is ready, else why it isn't.</returns>
    private async Task<(string? Code, string? Reason)> FetchAsync(string draft, string ready)
    {
        var from = TemplateAdditions.FolderOf(source.Address);
        if (from is null)
        {
            from = Path.Combine(draft, "clone");
            var git = new GitClone(
                _info.Id, source.Address, source.Shown, leftovers, silence, time, (doing, percent) => _info = _info with { Doing = doing, Percent = percent });

            // Its past is not wanted, nor what it is made of elsewhere.
            if (await git.RunAsync(draft, from, ["--depth", "1", "--single-branch"], _cancelled.Token) is var (code, reason))
            {
                return (code, reason);
            }
        }

        var manifest = TemplateReader.Read(from, $"{source.Shown}: {TemplateReader.FileName}");
        Directory.CreateDirectory(ready);
        new TemplateCopy(new Template(from, manifest), values: null).Into(ready, _cancelled.Token);
        source.WriteInto(ready);
        return (null, null);
    }

    private void Bring(string ready, string place)
    {
        if (isRefreshed && Directory.Exists(place))
        {
            Leftovers.Exchange(ready, place);
        }
        else
        {
            Leftovers.Bring(ready, place);
        }
    }

    private void Remove(string draft)
    {
        try
        {
            leftovers.Remove(_info.Id, draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is noted, and taken away at the next start.
            LogLeft(logger, draft, e.Message);
        }
    }

    private void End(string state, string? code, string? reason) => _info = _info with
    {
        State = state,
        Doing = null,
        Percent = null,
        Code = code,
        Reason = reason,
        Info = state == "done" ? templates.Describe(_info.Template) : null,
    };

    [LoggerMessage(EventId = 139, Level = LogLevel.Error, Message = "A template can't be taken from {Source}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string source);

    [LoggerMessage(EventId = 133, Level = LogLevel.Warning, Message = "{Path} can't be taken away yet: {Cause}")]
    private static partial void LogLeft(ILogger logger, string path, string cause);
}
