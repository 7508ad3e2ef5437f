-- The database shell does this while its allocations are recorded: it fills and indexes a
-- table, and groups, updates and deletes rows.
create table item (id integer primary key, text text, price real);
insert into item
  with recursive number (n) as (select 1 union all select n + 1 from number where n < 50000)
  select n, printf('%0*x', n % 64, n * 2654435761), n * 0.5 from number;
create index item_text on item (text);
select count(*), sum(price) from item where text like '00a%';
select id % 10, count(*), max(text) from item group by id % 10;
update item set text = text || 'x' where id % 3 = 0;
delete from item where id % 2 = 0;
