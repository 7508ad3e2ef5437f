-- Finds the words of a text, and builds tables, trees and strings of them.
local words = {}
for line in io.lines(arg[1]) do
    for word in line:gmatch("%a+") do
        local key = word:lower()
        local known = words[key]
        if known == nil then
            known = { count = 0, lines = {} }
            words[key] = known
        end
        known.count = known.count + 1
        known.lines[#known.lines + 1] = line:sub(1, 20)
    end
end

local function tree(depth)
    if depth == 0 then
        return {}
    end
    return { tree(depth - 1), tree(depth - 1), name = "node " .. depth }
end
for turn = 1, 10 do
    tree(12)
end

local sorted = {}
for word, known in pairs(words) do
    sorted[#sorted + 1] = word .. " " .. known.count
end
table.sort(sorted)
local text = ""
for i = 1, #sorted do
    text = text .. sorted[i] .. "\n"
end
print(#text)
