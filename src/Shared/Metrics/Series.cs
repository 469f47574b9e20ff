using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Dispatch.Metrics;

/// <summary>What one instrument measured. A duration costs an addition and no allocation; everything else is looked at when it is asked for (<see cref="Tally"/>).</summary>
internal abstract class Series(Instrument instrument, string type)
{
    /// <summary>Of durations, in seconds: from a commit to a request that somebody gave up on.</summary>
    public static readonly double[] Bounds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public string Name { get; } = NameOf(instrument, type);

    public abstract void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {instrument.Description}\n# TYPE {Name} {type}\n");
        WriteValues(text);
    }

    public static Series Of(Instrument instrument) => instrument switch
    {
        Histogram<double> => new Durations(instrument),
        ObservableCounter<long> => new Seen(instrument, "counter"),
        _ => new Seen(instrument, "gauge"),
    };

    protected abstract void WriteValues(StringBuilder text);

    protected static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");

    // https://prometheus.io/docs/practices/naming: the unit in full at the end, and then that it is a total.
    private static string NameOf(Instrument instrument, string type)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_').Replace('-', '_') + unit;
        return type == "counter" ? name + "_total" : name;
    }

    /// <summary>It can have tags.</summary>
    private sealed class Seen(Instrument instrument, string type) : Series(instrument, type)
    {
        private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);

        public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _values[Labels(tags)] = value;

        protected override void WriteValues(StringBuilder text)
        {
            foreach (var (labels, value) in _values.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                Line(text, Name, labels, value);
            }
        }

        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = new StringBuilder();
            foreach (var (name, value) in tags)
            {
                var escaped = $"{value}".Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
                labels.Append(labels.Length == 0 ? '{' : ',').Append(name).Append("=\"").Append(escaped).Append('"');
            }

            return labels.Length == 0 ? "" : labels.Append('}').ToString();
        }
    }

    private sealed class Durations(Instrument instrument) : Series(instrument, "histogram")
    {
        private readonly Lock _gate = new();
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        public override void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var bucket = 0;
            while (bucket < Bounds.Length && value > Bounds[bucket])
            {
                bucket++;
            }

            lock (_gate)
            {
                _counts[bucket]++;
                _sum += value;
            }
        }

        protected override void WriteValues(StringBuilder text)
        {
            lock (_gate)
            {
                var count = 0L;
                for (var bucket = 0; bucket < _counts.Length; bucket++)
                {
                    count += _counts[bucket];
                    var bound = bucket < Bounds.Length ? Bounds[bucket].ToString("0.#####", CultureInfo.InvariantCulture) : "+Inf";
                    Line(text, Name + "_bucket", $"{{le=\"{bound}\"}}", count);
                }

                Line(text, Name + "_sum", "", _sum);
                Line(text, Name + "_count", "", count);
            }
        }
    }
}
