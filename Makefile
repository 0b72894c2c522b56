# Entente. `make run` starts the web application with an example institution, `make test` runs
# every test; both set up what they need.
GO ?= go
BIN := bin/entente

.PHONY: run tour assets test check fast fuzz bench torture build lint clean deps

# the style sheet, scripts and fonts of the pages; what is built already is left
ASSETS := internal/web/assets
assets: $(ASSETS)/dist/entente.css

$(ASSETS)/dist/entente.css: $(wildcard $(ASSETS)/src/*) $(wildcard $(ASSETS)/src/lib/*) $(ASSETS)/build.mjs $(ASSETS)/world.mjs $(ASSETS)/package-lock.json
	cd $(ASSETS) && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build

build: assets
	$(GO) build -trimpath -o $(BIN) ./cmd/entente

# the web application with an example institution; it prints where to look
run: build
	$(BIN) serve --demo

# three matters on the command line
tour: build
	@sh docs/tour/tour.sh $(BIN)

# every test there is: style, unit and property tests with the race detector, the worked cases, the fuzzers
test: check

check: deps build lint
	$(GO) test -race -timeout 30m ./...
	$(GO) test ./corpus -run "TestFewerFacts|TestBatchAgrees|TestBetween" -rapid.checks=5000
	$(BIN) corpus lint
	$(BIN) law test corpus/cases
	sh docs/tour/tour.sh $(BIN) >/dev/null
	cd e2e && npm test --silent
	sh .ci/fuzz 20s

# PostgreSQL, which the tests start themselves, xmllint, qpdf, poppler, LibreOffice, Chromium, and what lints
# the description of the API and makes a client of it; what is there already is left
deps:
	sh .ci/deps

# the part that runs in seconds
fast:
	$(GO) test ./...

lint:
	@out=$$(gofmt -l .); test -z "$$out" || { echo "not formatted:"; echo "$$out"; exit 1; }
	$(GO) vet ./...

fuzz:
	sh .ci/fuzz 2m

# kills writers, and the server, in the middle of 10,000 writes, fifty times on each engine
torture: deps
	$(GO) test ./internal/storage/... -run TestTorture -v -timeout 60m -args -torture.rounds=50 -torture.writes=10000

bench:
	cd bench && $(GO) run .

clean:
	rm -rf bin
