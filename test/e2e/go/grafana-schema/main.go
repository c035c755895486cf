// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

// Whether dashboards are what Grafana's own schema says: no field that it does not know, none missing, none of another
// type, panels, their options and their queries included. Each argument is a file.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func check(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var read dashboard.Dashboard
	if err := read.UnmarshalJSONStrict(raw); isOne(err) {
		return err
	}
	if err := read.Validate(); isOne(err) {
		return err
	}
	return nil
}

// An empty list of errors comes as an error that is not nil.
func isOne(err error) bool {
	var all cog.BuildErrors
	return err != nil && (!errors.As(err, &all) || len(all) > 0)
}

func main() {
	plugins.RegisterDefaultPlugins()
	failed := false
	for _, file := range os.Args[1:] {
		if err := check(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}
