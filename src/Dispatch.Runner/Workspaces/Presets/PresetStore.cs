using System.Text.Json;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Workspaces.Presets;

/// <summary>
/// A workspace's presets, in its log beside what it is called. Read anew each time: they are few, and looked at seldom. One that can't be read
/// is told of with the reason and keeps none of the others.
/// </summary>
internal static class PresetStore
{
    public static PresetList List(Workspace workspace) => new(
        [.. All(workspace).Select(entry => entry.Kept?.ToInfo(entry.Id) ?? Unread(entry)).OrderBy(preset => preset.Name, StringComparer.OrdinalIgnoreCase)]);

    public static (KeptPreset? Kept, Error? Error) Find(Workspace workspace, string id) =>
        All(workspace).FirstOrDefault(entry => entry.Id == id) switch
        {
            { Id: null } => (null, PresetRules.NotFound(id)),
            { Kept: null } broken => (null, PresetRules.Broken(broken.Name, broken.Fault!)),
            var found => (found.Kept, null),
        };

    /// <summary>Looks and keeps in one, so that no two are called alike.</summary>
    public static (Preset? Saved, Error? Error) Save(Workspace workspace, KeptPreset preset, bool replace)
    {
        var text = preset.ToText();
        if (text.Length > PresetRules.MostBytes || preset.Sessions.Count > PresetRules.MostSessions)
        {
            return (null, PresetRules.TooLarge);
        }

        (Preset?, Error?) outcome = default;
        var known = All(workspace);
        workspace.Log.Keep(() =>
        {
            var all = Entries(workspace, known);
            var same = all.FirstOrDefault(entry => IsCalled(entry, preset.Name));
            if (same.Id is not null && !replace)
            {
                outcome = (null, PresetRules.Exists(same.Name));
            }
            else if (same.Id is null && all.Count >= PresetRules.Most)
            {
                outcome = (null, PresetRules.TooMany(workspace.Info.Name));
            }
            else
            {
                var id = same.Id ?? SessionId.New();
                workspace.Log.Meta.SetPreset(id, text);
                outcome = (preset.ToInfo(id), null);
            }
        });
        return outcome;
    }

    public static (Preset? Renamed, Error? Error) Rename(Workspace workspace, string id, string name)
    {
        (Preset?, Error?) outcome = default;
        var known = All(workspace);
        workspace.Log.Keep(() =>
        {
            var all = Entries(workspace, known);
            var found = all.FirstOrDefault(entry => entry.Id == id);
            if (found.Id is null || found.Kept is null)
            {
                outcome = (null, found.Id is null ? PresetRules.NotFound(id) : PresetRules.Broken(found.Name, found.Fault!));
            }
            else if (all.FirstOrDefault(entry => entry.Id != id && IsCalled(entry, name)) is { Id: not null } same)
            {
                outcome = (null, PresetRules.Exists(same.Name));
            }
            else
            {
                var renamed = found.Kept with { Name = name };
                workspace.Log.Meta.SetPreset(id, renamed.ToText());
                outcome = (renamed.ToInfo(id), null);
            }
        });
        return outcome;
    }

    /// <summary>Null when it is gone; also a broken one goes.</summary>
    public static Error? Remove(Workspace workspace, string id)
    {
        Error? error = null;
        workspace.Log.Keep(() =>
        {
            error = workspace.Log.Meta.HasPreset(id) ? null : PresetRules.NotFound(id);
            if (error is null)
            {
                workspace.Log.Meta.SetPreset(id, null);
            }
        });
        return error;
    }

    private static IReadOnlyList<Entry> All(Workspace workspace)
    {
        IReadOnlyList<(string Id, string Text)> texts = [];
        workspace.Log.Exclusively(() => texts = workspace.Log.Meta.Presets());
        return [.. texts.Select(Read)];
    }

    /// <summary>As they are now, for whoever holds the log: only what was changed since they were read is read again.</summary>
    private static IReadOnlyList<Entry> Entries(Workspace workspace, IReadOnlyList<Entry> known)
    {
        var byId = known.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        return [.. workspace.Log.Meta.Presets().Select(kept => byId.TryGetValue(kept.Id, out var entry) && entry.Text == kept.Text ? entry : Read(kept))];
    }

    private static bool IsCalled(Entry entry, string name) => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase);

    private static Entry Read((string Id, string Text) kept)
    {
        try
        {
            var preset = KeptPreset.Read(kept.Text);
            return new Entry(kept.Id, kept.Text, preset.Name, preset, null);
        }
        catch (JsonException e)
        {
            return new Entry(kept.Id, kept.Text, NameIn(kept.Text) ?? kept.Id, null, Reason(e.Message));
        }
    }

    /// <summary>What a person knows it by, if that at least can be read.</summary>
    private static string? NameIn(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Reason(string message)
    {
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (place < 0 ? message : message[..place]).TrimEnd('.');
    }

    private static Preset Unread(Entry entry) =>
        new(entry.Id, entry.Name, DateTimeOffset.UnixEpoch, [], Problem: PresetRules.Broken(entry.Name, entry.Fault!).Message);

    private readonly record struct Entry(string Id, string Text, string Name, KeptPreset? Kept, string? Fault);
}
