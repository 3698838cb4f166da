/** A closed list of which any number can be chosen. */
export function Chips({ legend, options, chosen, onChange, disabled }: ChipsProps) {
  return (
    <fieldset className="field" disabled={disabled}>
      <legend>{legend}</legend>
      <div className="chips">
        {options.map(({ value, label }) => (
          <label key={value} data-on={chosen.includes(value) || undefined}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) =>
                onChange(
                  event.target.checked
                    ? options.map((each) => each.value).filter((each) => each === value || chosen.includes(each))
                    : chosen.filter((each) => each !== value),
                )
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
type ChipsProps = {
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
  readonly disabled?: boolean;
};
