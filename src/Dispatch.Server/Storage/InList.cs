using System.Globalization;
using System.Text;
using Dapper;

namespace Dispatch.Server.Storage;

/// <summary>The list behind an <c>IN</c>, a parameter for each value: the engines have no other way in common.</summary>
internal static class InList
{
    /// <returns><c>(@in0, @in1, …)</c></returns>
    public static string Add<T>(DynamicParameters parameters, IReadOnlyCollection<T> values)
    {
        var list = new StringBuilder("(");
        var i = 0;
        foreach (var value in values)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"in{i++}");
            parameters.Add(name, value);
            list.Append(list.Length > 1 ? ", @" : "@").Append(name);
        }

        return list.Append(')').ToString();
    }
}
