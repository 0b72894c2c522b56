#!/bin/sh
# A tour of the main job: who is bound, what is in force between two States, and
# the findings on three matters. Usage: tour.sh PROGRAM
set -eu
entente=$1
dir=$(dirname "$0")
step() { printf '\n\033[1m$ entente %s\033[0m\n' "$*"; "$entente" "$@"; }

echo "Entente answers questions of the law of international security cooperation."
step status LTU CCM --on 2025-03-06
step status UKR APMBC --on 2025-08-01
step between FIN DEU --on 2023-06-01
for m in "$dir"/*.yaml; do
	step assess "$m"
done
step explain "$dir/1-offence.yaml" SOFA-7-3B
cat <<'TXT'

Next: change a fact in docs/tour/1-offence.yaml and ask again;
      bin/entente assess --ask docs/tour/3-withdrawal.yaml asks what is missing;
      bin/entente --help lists the commands; README.md says the rest.
TXT
