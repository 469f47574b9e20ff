namespace Dispatch.Tests;

/// <summary>One request of a program that tells its metrics: https://github.com/open-telemetry/opentelemetry-proto, <c>ExportMetricsServiceRequest</c>.</summary>
/// <param name="Resource">Who tells it.</param>
/// <param name="Metrics">By their names.</param>
internal sealed record Collected(
    string Path, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Resource, IReadOnlyDictionary<string, Measured> Metrics)
{
    public string Service => Resource["service.name"];

    public static Collected Read(string path, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        var resource = Assert.Single(ProtobufField.Read(body));
        var metrics =
            from scope in resource.Of(2)
            let meter = scope.Of(1).Single().Of(1).Single().Text
            from metric in scope.Of(2)
            select Measured.Read(meter, metric);
        return new Collected(path, headers, Attributes(resource.Of(1).Single().Of(1)), metrics.ToDictionary(metric => metric.Name, StringComparer.Ordinal));
    }

    public static IReadOnlyDictionary<string, string> Attributes(IEnumerable<ProtobufField> pairs) =>
        pairs.ToDictionary(pair => pair.Of(1).Single().Text, pair => pair.Of(2).Single().Of(1).SingleOrDefault().Text, StringComparer.Ordinal);
}

/// <param name="Values">By the values of its attributes, which are mostly none: a number, or how many durations.</param>
/// <param name="Bounds">Where durations are told apart.</param>
internal sealed record Measured(string Meter, string Name, string Unit, IReadOnlyDictionary<string, double> Values, int Bounds)
{
    public double Value => Values[""];

    public static Measured Read(string meter, ProtobufField metric)
    {
        var (gauge, sum, histogram) = (5, 7, 9);
        var data = metric.Fields.Single(field => field.Number == gauge || field.Number == sum || field.Number == histogram);
        var isHistogram = data.Number == histogram;
        var points = data.Of(1).ToArray();
        return new Measured(
            meter, metric.Of(1).Single().Text, metric.Of(3).Single().Text,
            points.ToDictionary(
                point => string.Join(',', Collected.Attributes(point.Of(isHistogram ? 9 : 7)).Values),
                point => isHistogram ? point.Of(4).Single().Bits : Number(point), StringComparer.Ordinal),
            isHistogram ? points[0].Of(7).Single().Bytes.Length / sizeof(double) : 0);
    }

    private static double Number(ProtobufField point) => point.Fields.Single(field => field.Number is 4 or 6) is var value && value.Number == 4 ? value.Real : (long)value.Bits;
}
