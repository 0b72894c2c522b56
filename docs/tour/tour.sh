#!/bin/sh
# A tour of the main job: who is bound, what is in force between two States, the
# findings on three matters, and an agreement of one's own. Usage: tour.sh PROGRAM
set -eu
entente=$1
dir=$(dirname "$0")
step() { printf '\n\033[1m$ entente %s\033[0m\n' "$*"; "$entente" "$@"; }

echo "Entente answers questions of the law of international security cooperation."
step status LTU CCM --on 2025-03-06
step status UKR APMBC --on 2025-08-01
step between FIN DEU --on 2023-06-01
for m in "$dir"/[0-9]*.yaml; do
	step assess "$m"
done
step explain "$dir/1-offence.yaml" SOFA-7-3B

echo
echo "An institution puts its own agreement on record, corrects a day, and is still asked what it knew."
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
ENTENTE_STORE="sqlite:$store/record.db"
export ENTENTE_STORE
step register add "$dir/agreement.yaml" --by tour
step register act FIN-JPN-DEFCO JPN ratified 2024-10-01 --by tour
step register correct FIN-JPN-DEFCO/JPN/ratified/2024-10-01 --day 2024-10-11 --reason "the note was of the eleventh" --by tour
step between FIN JPN --instrument FIN-JPN-DEFCO --on 2024-11-10
step register history FIN-JPN-DEFCO

echo
echo "A new agreement is made step by step; each step tells what it still lacks."
step treaty open FIN-JPN-ACSA --title "Logistic support, Finland and Japan (an example)" --for FIN --parties FIN,JPN --kind ACSA \
	--binding treaty --ratification --route FIN-94 --languages en,ja --by tour
step treaty take FIN-JPN-ACSA mandate 2026-01-12 --text "decision 3/2026" --by tour
step treaty show FIN-JPN-ACSA --on 2026-01-13
step calendar list --on 2024-10-01
cat <<'TXT'

Next: change a fact in docs/tour/1-offence.yaml and ask again;
      bin/entente assess --ask docs/tour/3-withdrawal.yaml asks what is missing;
      bin/entente --help lists the commands; README.md says the rest.
TXT
