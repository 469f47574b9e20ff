using System.Security.Cryptography;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Templates;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Templates;
using Dispatch.Runner.Workspaces.Clones;

namespace Dispatch.Runner.Workspaces.TemplateSources;

/// <summary>The templates that are being added and refreshed, and the last that were.</summary>
internal sealed class TemplateAdditions(
    TemplateCatalogue templates, Leftovers leftovers, Limits limits, TimeProvider time, ILogger<TemplateAdditions> logger) : IAsyncDisposable
{
    private const int MostRunning = 4;
    private const int MostEnded = 20;
    private const string Running = "running";

    private readonly Lock _gate = new();
    private readonly List<AddedTemplate> _additions = [];

    /// <summary>The folder that an address means; null when git has to say what is there.</summary>
    public static string? FolderOf(string address) =>
        address is ['/' or '~', ..] && WorkspacePlaces.Folder(address, "") is var folder && (File.Exists(Path.Combine(folder, TemplateReader.FileName)) || !IsRepository(folder))
            ? folder
            : null;

    public AddedTemplate? Find(string id)
    {
        lock (_gate)
        {
            return _additions.Find(addition => addition.Info.Id == id);
        }
    }

    public (AddedTemplate? Addition, Error? Error) Add(AddTemplate request)
    {
        if ((CloneRules.Url(request.Source) ?? SessionRules.FolderName(request.Source)) is { } bad)
        {
            return (null, bad);
        }

        var address = request.Source.Trim();
        var id = request.Id?.Trim() is { Length: > 0 } given ? given : TemplateAdditionRules.Slug(CloneRules.NameOf(address));
        return TemplateAdditionRules.Id(id) is { } refusal ? (null, refusal)
            : Path.Exists(templates.OwnFolder(id)) ? (null, TemplateAdditionRules.Exists(id))
            : Begin(id, new TemplateSource(address, CloneRules.Public(address)), isRefreshed: false);
    }

    public (AddedTemplate? Addition, Error? Error) Refresh(string id)
    {
        var (source, error) = Added(id);
        return source is null ? (null, error) : Begin(id, source, isRefreshed: true);
    }

    /// <summary>Null when it is gone.</summary>
    public Error? Remove(string id)
    {
        if (Added(id) is (null, var error))
        {
            return error;
        }

        lock (_gate)
        {
            if (IsBusy(id))
            {
                return TemplateAdditionRules.Busy(id);
            }

            // Out of everybody's sight at once, however long its files take to go.
            var folder = templates.OwnFolder(id);
            var number = RandomNumberGenerator.GetHexString(10, lowercase: true);
            var aside = Leftovers.Beside(folder, "gone", number);
            leftovers.Note(number, aside);
            Directory.Move(folder, aside);
            leftovers.Remove(number, aside);
            return null;
        }
    }

    /// <summary>A runner that stops leaves nothing half done.</summary>
    public async ValueTask DisposeAsync()
    {
        AddedTemplate[] running;
        lock (_gate)
        {
            running = [.. _additions.Where(addition => addition.Info.State == Running)];
        }

        await Task.WhenAll(running.Select(addition => addition.CancelAsync()));
        _additions.ForEach(addition => addition.Dispose());
    }

    private static bool IsRepository(string folder) =>
        Path.Exists(Path.Combine(folder, ".git")) || File.Exists(Path.Combine(folder, "HEAD"));

    /// <summary>Where one of the user's own was added from, or why it was not.</summary>
    private (TemplateSource? Source, Error? Error) Added(string id)
    {
        var folder = templates.OwnFolder(id);
        return TemplateAdditionRules.Id(id) is not null || !Directory.Exists(folder)
            ? (null, templates.IsShipped(id) ? TemplateAdditionRules.Shipped(id) : TemplateAdditionRules.NotFound(id))
            : TemplateSource.Of(folder) is { } source && new DirectoryInfo(folder).LinkTarget is null ? (source, null)
            : (null, TemplateAdditionRules.ByHand(id, folder));
    }

    private bool IsBusy(string id) => _additions.Exists(addition => addition.Info.State == Running && addition.Info.Template == id);

    private (AddedTemplate? Addition, Error? Error) Begin(string id, TemplateSource source, bool isRefreshed)
    {
        lock (_gate)
        {
            if (IsBusy(id))
            {
                return (null, TemplateAdditionRules.Busy(id));
            }

            if (_additions.Count(addition => addition.Info.State == Running) >= MostRunning)
            {
                return (null, CloneRules.TooMany(MostRunning));
            }

            while (_additions.Count(addition => addition.Info.State != Running) > MostEnded)
            {
                var oldest = _additions.First(addition => addition.Info.State != Running);
                _additions.Remove(oldest);
                oldest.Dispose();
            }

            var info = new TemplateAddition(RandomNumberGenerator.GetHexString(10, lowercase: true), source.Shown, id, Running);
            var addition = new AddedTemplate(
                info, source, isRefreshed, templates, leftovers, TimeSpan.FromSeconds(limits.CloneSilenceSeconds), time, logger);
            _additions.Add(addition);
            addition.Begin();
            return (addition, null);
        }
    }
}
