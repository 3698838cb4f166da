-- Each interception has its own job and its own deadline: nobody looks through those that wait.
drop index logistics.interception_to_ask;
