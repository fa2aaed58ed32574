package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"keepsake/app/clouds"
	"keepsake/app/job/restore"
)

// complete tells the shell what fits behind flags and commands: names of clouds,
// kinds, folders; where only the owner knows, nothing rather than files.
func complete(root *cobra.Command, env Env) {
	fixed := func(values ...string) cobra.CompletionFunc {
		return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	}
	names := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return cloudNames(env), cobra.ShellCompDirectiveNoFileComp
	}
	folders := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	backup := []string{"photos", "recordings", "contacts", "messages", "calls", "calendar", "notes", "wifi", "apps", "settings"}
	var kinds, conflicts []string
	for _, c := range restore.Conflicts {
		conflicts = append(conflicts, string(c))
	}
	for _, s := range clouds.Services() {
		kinds = append(kinds, s.Kind)
	}
	// By flag; where commands differ, by the command's path and the flag.
	flags := map[string]cobra.CompletionFunc{
		"library":              folders,
		"keepsake backup what": fixed(backup...), "keepsake restore what": fixed(append(slices.Clone(backup), "archives")...),
		"keepsake export what": fixed(append([]string{"photos"}, recordKinds()...)...),
		"format":               fixed("original", "jpeg", "vcf", "csv", "xml", "html", "ics", "md", "ndjson"),
		"conflict":             fixed(conflicts...),
		"read":                 fixed("none", "1%", "all"),
		"against": func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			all := []string{"phone"}
			for _, n := range cloudNames(env) {
				all = append(all, "cloud:"+n)
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		"keepsake cloud add kind": fixed(kinds...), "keepsake upload kind": fixed("photo", "video", "audio"), "cloud": names, "from": names, "keepsake upload to": names,
		"keepsake export to": folders, "keepsake restore to": folders,
	}
	arguments := map[string]cobra.CompletionFunc{
		"keepsake check": folders, "keepsake repair": folders,
		"keepsake cloud remove": names, "keepsake cloud test": names,
	}
	each(root, func(c *cobra.Command) {
		if f := arguments[c.CommandPath()]; f != nil {
			c.ValidArgsFunction = f
		}
		c.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			f := flags[c.CommandPath()+" "+flag.Name]
			if f == nil {
				f = flags[flag.Name]
			}
			if f == nil && !isFile(flag.Name) {
				f = fixed()
			}
			if f != nil {
				_ = c.RegisterFlagCompletionFunc(flag.Name, f) // it has one already: that one knows better
			}
		})
	})
}

// isFile: these flags take a file, which the shell completes by itself.
func isFile(flag string) bool {
	return flag == "report" || flag == "set" || strings.HasSuffix(flag, "-file")
}

func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, sub := range c.Commands() {
		each(sub, do)
	}
}

// cloudNames are the names of the owner's clouds; none when they cannot be read.
func cloudNames(env Env) []string {
	book, err := (&cloudFlags{}).book(env)
	if err != nil {
		return nil
	}
	var names []string
	for _, c := range book.List() {
		names = append(names, c.Name)
	}
	return names
}
