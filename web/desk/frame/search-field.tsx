import { Input } from "antd";
import { useEffect, useState } from "react";
import { Icon } from "./icon.tsx";

/** A search that acts on Enter or after a pause in typing. */
export function SearchField({
  value,
  onSearch,
  placeholder,
  width = 320,
}: {
  value: string;
  onSearch: (text: string) => void;
  placeholder: string;
  width?: number;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const later = setTimeout(() => onSearch(typed.trim()), 450);
    return () => clearTimeout(later);
  }, [typed, value, onSearch]);
  return (
    <Input
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={() => onSearch(typed.trim())}
      prefix={<Icon name="glass" size={16} />}
      placeholder={placeholder}
      aria-label={placeholder}
      allowClear
      maxLength={100}
      style={{ width, maxWidth: "100%", minWidth: 0 }}
    />
  );
}
