using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dispatch.Protocol.Settings;

/// <summary>One setting: everything that there is to know of it, in one place.</summary>
/// <param name="Key">Names it everywhere: <c>terminal.copyOnSelect</c>.</param>
/// <param name="Shape">What its value looks like.</param>
/// <param name="Default">Its value where nobody said anything, as JSON.</param>
/// <param name="Layers">Where it can be set: first the one that people mean when they name none.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">What it does, in a sentence or two.</param>
/// <param name="Hidden">True for what the page keeps for itself: it is in no list of settings that people look through.</param>
public sealed record Setting(
    string Key, Shape Shape, string Default, IReadOnlyList<SettingLayer> Layers, string Title, string Description, bool Hidden = false)
{
    public JsonObject Describe()
    {
        var described = new JsonObject
        {
            ["key"] = Key,
            ["title"] = Title,
            ["description"] = Description,
            ["layers"] = new JsonArray([.. Layers.Select(layer => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(layer.ToString()))]),
            ["default"] = JsonNode.Parse(Default),
            ["shape"] = Shape.Describe(),
        };
        if (Hidden)
        {
            described["hidden"] = true;
        }

        return described;
    }
}

/// <param name="Id">Names it in addresses.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Settings">In the order in which they are shown.</param>
public sealed record SettingSection(string Id, string Title, IReadOnlyList<Setting> Settings);
