using Dispatch.Protocol.Problems.Catalogue;

namespace Dispatch.Protocol.Tests.Problems;

public class ErrorCatalogueTests
{
    [Fact]
    public void Every_code_that_a_program_names_is_in_the_catalogue()
    {
        var known = ErrorCatalogue.All.Select(entry => entry.Code).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(ErrorSources.Codes().Where(code => !known.Contains(code.Key)).Select(code => $"{code.Key} in {code.Value}"));
    }

    [Fact]
    public void Every_code_in_the_catalogue_is_named_by_a_program()
    {
        var used = ErrorSources.Codes();

        Assert.Empty(ErrorCatalogue.All.Select(entry => entry.Code).Where(code => !used.ContainsKey(code)));
    }

    [Fact]
    public void A_code_is_told_once_and_in_order()
    {
        Assert.Empty(ErrorCatalogue.All.GroupBy(entry => entry.Code).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(ErrorCatalogue.Groups, group => Assert.Equal(group.Entries.OrderBy(entry => entry.Code, StringComparer.Ordinal), group.Entries));
    }

    [Fact]
    public void An_entry_says_what_it_means_and_what_to_do_in_whole_sentences() => Assert.All(ErrorCatalogue.All, entry =>
    {
        Assert.EndsWith(".", entry.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", entry.Next, StringComparison.Ordinal);
    });
}
