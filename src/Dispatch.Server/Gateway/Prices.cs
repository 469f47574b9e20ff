using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Dispatch.Protocol;

namespace Dispatch.Server.Gateway;

/// <summary>
/// What models cost: the table that Dispatch comes with, and over it <c>model-prices.json</c> of the data folder, made by hand, which is read
/// again when it changes. A model that is in neither costs nothing, and that is said.
/// </summary>
internal sealed partial class Prices(DataFolder data, ILogger<Prices> logger)
{
    private readonly Lock _reading = new();
    private readonly PriceTable _shipped = Shipped();
    private PriceTable _own = [];
    private DateTime _readAt;

    /// <returns>Billionths of a US dollar; null when the model's price isn't known.</returns>
    public long? Of(string provider, ModelUsage usage)
    {
        if ((Find(Own(), provider, usage.Model) ?? Find(_shipped, provider, usage.Model)) is not { } price)
        {
            return null;
        }

        var dollarsOfMillion = (usage.Input * price.Input) + (usage.Output * price.Output) + (usage.CacheRead * (price.CacheRead ?? price.Input))
            + (usage.CacheWrite * (price.CacheWrite ?? price.Input)) + (usage.CacheWriteLong * (price.CacheWriteLong ?? price.CacheWrite ?? price.Input));
        return (long)Math.Round(dollarsOfMillion * 1000);
    }

    // A version that the table doesn't have is another model, with perhaps another price; a date behind the name is not.
    private static ModelPrice? Find(PriceTable table, string provider, string model) => table.TryGetValue(provider, out var models)
        ? models.GetValueOrDefault(model) ?? models.GetValueOrDefault(Dated().Replace(model, ""))
        : null;

    private PriceTable Own()
    {
        lock (_reading)
        {
            // The beginning of time when there is none.
            var changedAt = File.GetLastWriteTimeUtc(data.ModelPricesFile);
            if (changedAt != _readAt)
            {
                _readAt = changedAt;
                try
                {
                    _own = File.Exists(data.ModelPricesFile) ? JsonSerializer.Deserialize(File.ReadAllBytes(data.ModelPricesFile), PriceJson.Default.PriceTable) ?? [] : [];
                }
                catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
                {
                    LogUnreadable(logger, data.ModelPricesFile, e.Message);
                }
            }

            return _own;
        }
    }

    private static PriceTable Shipped()
    {
        using var json = Assembly.GetExecutingAssembly().GetManifestResourceStream("prices.json")!;
        return JsonSerializer.Deserialize(json, PriceJson.Default.PriceTable)!;
    }

    [GeneratedRegex(@"-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$")]
    private static partial Regex Dated();

    [LoggerMessage(1, LogLevel.Error, "{File} can't be read, so what it said before goes on: {Cause}")]
    private static partial void LogUnreadable(ILogger logger, string file, string cause);
}

/// <summary>By provider, then by model.</summary>
internal sealed class PriceTable : Dictionary<string, Dictionary<string, ModelPrice>>;

/// <summary>US dollars for a million tokens.</summary>
/// <param name="CacheRead">As input when absent.</param>
/// <param name="CacheWrite">As input when absent.</param>
/// <param name="CacheWriteLong">For an hour; as the usual when absent.</param>
internal sealed record ModelPrice(decimal Input, decimal Output, decimal? CacheRead = null, decimal? CacheWrite = null, decimal? CacheWriteLong = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(PriceTable))]
internal sealed partial class PriceJson : JsonSerializerContext;
